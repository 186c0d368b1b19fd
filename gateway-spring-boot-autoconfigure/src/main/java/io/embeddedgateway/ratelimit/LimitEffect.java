package io.embeddedgateway.ratelimit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;

/**
 * Tells what a limit would do with a request, from copies of its buckets: nothing is
 * taken or created.
 */
final class LimitEffect {

	private final RateLimiter limiter;

	private final LimitedRequest request;

	private final long epochSecond;

	/**
	 * Create the effect on a request.
	 * @param limiter the policy at work
	 * @param request the request
	 * @param epochSecond the time in seconds since 1970
	 */
	LimitEffect(RateLimiter limiter, LimitedRequest request, long epochSecond) {
		this.limiter = limiter;
		this.request = request;
		this.epochSecond = epochSecond;
	}

	/**
	 * Look at the buckets.
	 * @param exchange the exchange
	 * @param take what the request would take
	 * @param mostAtOnce how many requests of a key may be under way
	 * @return the effect
	 */
	Mono<FilterEffect> explain(GatewayExchange exchange, LimitOperation take, int mostAtOnce) {
		boolean full = this.limiter.concurrency().of(this.request.key()) >= mostAtOnce;
		FilterEffect passes = told(FilterEffect.passes(exchange));
		if (full) {
			return Mono.just(told(FilterEffect.answers(HttpStatus.TOO_MANY_REQUESTS)).with("reason",
					"the caller has as many requests under way as it may have"));
		}
		LimitPlan own = this.request.plan();
		LimitPlan total = this.limiter.total();
		Mono<FilterEffect> effect = (own != null)
				? look(this.limiter.look(this.request.key()), own, take).map((found) -> limits(passes, found, "limits"))
				: Mono.just(passes);
		return effect.flatMap((found) -> (total == null || found.next() == null) ? Mono.just(found)
				: look(this.limiter.lookTotal(), total, take).map((all) -> limits(found, all, "total")));
	}

	private FilterEffect told(FilterEffect effect) {
		return effect.with("policy", this.limiter.name())
			.with("key", this.request.key().isEmpty() ? null : this.limiter.shown(this.request.key()))
			.with("tier", this.request.tier())
			.with("cost", this.request.cost());
	}

	private Mono<Found> look(Mono<LimitLook> look, LimitPlan plan, LimitOperation take) {
		return look.map((found) -> found(found.state(), found.now(), plan, take))
			.switchIfEmpty(Mono.fromSupplier(() -> {
				LimitTime now = new LimitTime(0, this.epochSecond);
				return found(LimitState.full(plan, now), now, plan, take);
			}))
			// What happens then is for the policy to say, request by request
			.onErrorReturn(new Found(null, List.of()));
	}

	private static Found found(LimitState state, LimitTime now, LimitPlan plan, LimitOperation take) {
		// Limits that have changed are those of the policy once they are asked
		state.apply(LimitOperation.Take.NOTHING, plan, now);
		List<RemainingLimit> remaining = state.remaining(now);
		return new Found(state.apply(take, plan, now), remaining);
	}

	private FilterEffect limits(FilterEffect before, Found found, String name) {
		Allowance allowance = found.allowance();
		if (allowance == null) {
			return before.with("reason", "what is left can't be found out at the moment");
		}
		if (allowance.granted()) {
			return before.with(name, found.shown())
				.with("waitMillis", (allowance.waitNanos() > 0) ? allowance.waitNanos() / 1_000_000 : null);
		}
		boolean never = allowance.waitNanos() == Allowance.NEVER;
		return told(FilterEffect.answers(HttpStatus.TOO_MANY_REQUESTS)).with(name, found.shown())
			.with("reason", "there are no tokens left")
			.with("retryAfterSeconds",
					never ? null : Math.max(1, (allowance.waitNanos() + 999_999_999) / 1_000_000_000));
	}

	/**
	 * What was found.
	 *
	 * @param allowance what the request would be answered, or {@code null} if nobody
	 * knows
	 * @param remaining what is left before
	 */
	private record Found(@Nullable Allowance allowance, List<RemainingLimit> remaining) {

		List<Map<String, Object>> shown() {
			return this.remaining.stream().map(Found::shown).toList();
		}

		private static Map<String, Object> shown(RemainingLimit limit) {
			Map<String, Object> shown = new LinkedHashMap<>();
			shown.put("limit", limit.name());
			shown.put("capacity", limit.capacity());
			shown.put("remaining", limit.remaining());
			shown.put("resetSeconds", limit.resetSeconds());
			return shown;
		}

	}

}
