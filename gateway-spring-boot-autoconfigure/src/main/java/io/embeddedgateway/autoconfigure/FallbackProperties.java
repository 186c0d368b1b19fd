package io.embeddedgateway.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.resilience.FallbackPolicy;
import io.embeddedgateway.transform.RespondPolicy;

/**
 * Who answers instead of a service that fails.
 *
 * @param route id of the route that answers
 * @param respond a fixed answer
 * @param statuses statuses of responses that count as failures, 400 to 599
 */
record FallbackProperties(@Nullable String route, @Nullable RespondPolicy respond,
		@DefaultValue Set<Integer> statuses) {

	FallbackProperties {
		// Checks them as well
		new FallbackPolicy(route, respond, statuses);
	}

	/**
	 * A fallback from its short form.
	 * @param route the id of the route that answers
	 * @return the fallback
	 */
	public static FallbackProperties of(String route) {
		return new FallbackProperties(route, null, Set.of());
	}

	FallbackPolicy policy() {
		return new FallbackPolicy(this.route, this.respond, this.statuses);
	}

}
