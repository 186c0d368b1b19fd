package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;

/**
 * Finds the policies that are the targets of their routes.
 */
final class Answers {

	private Answers() {
	}

	static <T> @Nullable T policy(Route route, Class<T> type) {
		T policy = route.policy(type);
		if (policy != null && !route.target().equals(new Target.Answer(type))) {
			throw new IllegalArgumentException("Route '" + route.id() + "' has a " + type.getSimpleName()
					+ ", but ends at " + route.target() + ". Remove one, or end the route with 'answer'");
		}
		return policy;
	}

}
