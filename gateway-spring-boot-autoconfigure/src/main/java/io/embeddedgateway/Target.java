package io.embeddedgateway;

import java.net.URI;
import java.util.Locale;

/**
 * Where a route ends.
 */
public sealed interface Target {

	/**
	 * The instances of a named service.
	 *
	 * @param id the id of the service
	 */
	record Service(String id) implements Target {

		@Override
		public String toString() {
			return "service " + this.id;
		}

	}

	/**
	 * One server, as a service with a single anonymous instance.
	 *
	 * @param uri scheme, host and port of the server
	 */
	record Uri(URI uri) implements Target {

		@Override
		public String toString() {
			return this.uri.toString();
		}

	}

	/**
	 * The application itself: the route only guards the application's own handlers.
	 */
	record Local() implements Target {

		@Override
		public String toString() {
			return "local";
		}

	}

	/**
	 * An answer that a feature gives by itself, from the policy of this type on the
	 * route.
	 *
	 * @param policy the type of the policy
	 */
	record Answer(Class<?> policy) implements Target {

		/**
		 * What answers, as YAML names it.
		 * @return for example {@code redirect} for a {@code RedirectPolicy}
		 */
		@Override
		public String toString() {
			return this.policy.getSimpleName().replaceFirst("Policy$", "").toLowerCase(Locale.ROOT);
		}

	}

}
