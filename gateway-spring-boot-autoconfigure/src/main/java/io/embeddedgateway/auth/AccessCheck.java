package io.embeddedgateway.auth;

import java.util.List;

import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;

/**
 * A rule, ready for requests. The answer is there at once unless somebody has to be
 * asked.
 */
@FunctionalInterface
interface AccessCheck {

	/**
	 * Let the caller in.
	 */
	Mono<Boolean> YES = Mono.just(true);

	/**
	 * Keep the caller out.
	 */
	Mono<Boolean> NO = Mono.just(false);

	/**
	 * Check a caller.
	 * @param caller the caller
	 * @param exchange the request
	 * @return whether the rule holds
	 */
	Mono<Boolean> check(Caller caller, GatewayExchange exchange);

	/**
	 * A check that each of some checks has to pass.
	 * @param checks the checks
	 * @return the check
	 */
	static AccessCheck allOf(List<AccessCheck> checks) {
		return until(checks, false);
	}

	/**
	 * A check that one of some checks has to pass.
	 * @param checks the checks
	 * @return the check
	 */
	static AccessCheck anyOf(List<AccessCheck> checks) {
		return until(checks, true);
	}

	private static AccessCheck until(List<AccessCheck> checks, boolean decisive) {
		return (caller, exchange) -> from(checks, 0, decisive, caller, exchange);
	}

	private static boolean holds(Mono<Boolean> ready) {
		try {
			return Boolean.TRUE.equals(((Fuseable.ScalarCallable<?>) ready).call());
		}
		catch (Exception ex) {
			throw Exceptions.propagate(ex);
		}
	}

	private static Mono<Boolean> from(List<AccessCheck> checks, int index, boolean decisive, Caller caller,
			GatewayExchange exchange) {
		for (int i = index; i < checks.size(); i++) {
			Mono<Boolean> answer = checks.get(i).check(caller, exchange);
			if (!(answer instanceof Fuseable.ScalarCallable)) {
				int next = i + 1;
				return answer.defaultIfEmpty(false)
					.flatMap((holds) -> (holds == decisive) ? Mono.just(holds)
							: from(checks, next, decisive, caller, exchange));
			}
			if (holds(answer) == decisive) {
				return answer;
			}
		}
		return decisive ? NO : YES;
	}

}
