package io.embeddedgateway.resilience;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;

/**
 * What is kept for each route, its target and its policy, as long as a filter holds it:
 * it survives a new table of routes in which these are the same.
 *
 * @param <T> the type of what is kept
 */
final class PerRoute<T> {

	private final Map<Key, WeakReference<T>> kept = new HashMap<>();

	/**
	 * What is kept for a route.
	 * @param route the route
	 * @param policy its policy
	 * @param creation makes it, if there is nothing yet
	 * @return what is kept
	 */
	synchronized T get(Route route, Object policy, Supplier<T> creation) {
		Key key = new Key(route.id(), route.target(), policy);
		WeakReference<T> reference = this.kept.get(key);
		@Nullable T present = (reference != null) ? reference.get() : null;
		if (present != null) {
			return present;
		}
		this.kept.values().removeIf((other) -> other.get() == null);
		T created = creation.get();
		this.kept.put(key, new WeakReference<>(created));
		return created;
	}

	private record Key(String routeId, Target target, Object policy) {
	}

}
