package io.embeddedgateway.resilience;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who answers instead of a service that can't be reached, or does not answer properly.
 *
 * @param route the id of the route that answers, or {@code null} if an answer is given
 * @param answer what is answered, as in {@link io.embeddedgateway.Route.Builder#answer},
 * or {@code null} if a route answers
 * @param statuses the statuses of responses of the service that are given up for it, 400
 * to 599
 */
public record FallbackPolicy(@Nullable String route, @Nullable Object answer, Set<Integer> statuses) {

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if nobody answers, or two do, or a status is out
	 * of range
	 */
	public FallbackPolicy {
		if (route != null && answer != null) {
			throw new IllegalArgumentException("'fallback' has both 'route' and 'respond'. Remove one");
		}
		if (route == null && answer == null) {
			throw new IllegalArgumentException("'fallback' has neither 'route' nor 'respond'. Write one");
		}
		for (int status : statuses) {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("'statuses' has " + status + ". Write 400 to 599");
			}
		}
		statuses = Set.copyOf(statuses);
	}

	/**
	 * Let another route answer.
	 * @param id the id of the route
	 * @return the policy
	 */
	public static FallbackPolicy route(String id) {
		return new FallbackPolicy(id, null, Set.of());
	}

	/**
	 * Give an answer.
	 * @param policy what to answer
	 * @return the policy
	 */
	public static FallbackPolicy answer(Object policy) {
		return new FallbackPolicy(null, policy, Set.of());
	}

	/**
	 * This policy for responses, too.
	 * @param statuses the statuses of responses that are given up
	 * @return the changed policy
	 */
	public FallbackPolicy withStatuses(Integer... statuses) {
		return new FallbackPolicy(this.route, this.answer, Set.of(statuses));
	}

}
