package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.LimitDecision;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.TooManyRequestsException;

/**
 * Lets requests through as often as a policy says. What can be decided at once costs no
 * more than a few calls; whatever can't be decided is refused.
 */
final class RateLimitFilter implements ExplainedFilter {

	private final RateLimiter limiter;

	private final RequestCost cost;

	private final @Nullable ResponseCost responseCost;

	private final @Nullable KeyConcurrency concurrency;

	private final int mostAtOnce;

	private final long maxWait;

	private final LongSupplier epochSecond;

	private final Supplier<? extends Scheduler> schedulers;

	/**
	 * Create a filter.
	 * @param limiter the policy at work
	 * @param policy the policy as the route uses it
	 * @param beans the beans that it refers to
	 * @param epochSecond tells the time in seconds since 1970
	 * @param schedulers where a request waits: the event loop that it came in on
	 */
	RateLimitFilter(RateLimiter limiter, RateLimitPolicy policy, LimitBeans beans, LongSupplier epochSecond,
			Supplier<? extends Scheduler> schedulers) {
		this.limiter = limiter;
		this.cost = LimitCosts.ofRequest(policy.cost(), beans);
		this.responseCost = (policy.responseCost() != null) ? LimitCosts.ofResponse(policy.responseCost(), beans)
				: null;
		Integer most = policy.maxConcurrentPerKey();
		this.concurrency = (most != null) ? limiter.concurrency() : null;
		this.mostAtOnce = (most != null) ? most : 0;
		this.maxWait = policy.maxWait().toNanos();
		this.epochSecond = epochSecond;
		this.schedulers = schedulers;
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		LimitDecision earlier = LimitDecision.of(exchange);
		if (earlier != null && exchange.isLed() && earlier.policy().equals(this.limiter.name())) {
			// Counted on the route from which it was led here
			return chain.filter(exchange);
		}
		LimitedRequest request = request(exchange);
		if (this.concurrency == null) {
			return limited(request, exchange, chain);
		}
		return new PlacedCall(this.concurrency, this.mostAtOnce, request.key(), exchange,
				(placed) -> limited(request, placed, chain),
				() -> refusal(request, exchange, null, "as many requests under way as it may have"));
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return Mono.defer(() -> {
			LimitedRequest request = request(exchange);
			LimitOperation take = take(request);
			return new LimitEffect(this.limiter, request, this.epochSecond.getAsLong()).explain(exchange, take,
					(this.concurrency != null) ? this.mostAtOnce : Integer.MAX_VALUE);
		}).onErrorResume(GatewayException.class, (refusal) -> Mono.just(FilterEffect.refuses(refusal)));
	}

	private LimitedRequest request(GatewayExchange exchange) {
		try {
			LimitPlan plan = this.limiter.plan(exchange);
			String key = (plan != null || this.concurrency != null) ? this.limiter.key(exchange) : "";
			if (key == null) {
				throw new ForbiddenException("the request has no key for the rate limit '" + this.limiter.name() + "'");
			}
			return new LimitedRequest(key, plan, this.cost.cost(exchange));
		}
		catch (GatewayException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw unknown("what the request may take", ex);
		}
	}

	private ServiceUnavailableException unknown(String what, RuntimeException cause) {
		return new ServiceUnavailableException("The request can't be admitted at the moment", null,
				"could not find out " + what + ", for the rate limit '" + this.limiter.name() + "'", cause);
	}

	private Mono<GatewayResponse> limited(LimitedRequest request, GatewayExchange exchange, GatewayFilterChain chain) {
		LimitPlan plan = request.plan();
		if (plan == null) {
			return limitedTogether(request, null, exchange, chain);
		}
		Mono<Allowance> allowance = this.limiter.apply(request.key(), plan, take(request));
		return whenKnown(allowance, (known) -> {
			tell(known, exchange);
			return known.granted() ? limitedTogether(request, known, exchange, chain)
					: Mono.error(refusal(request, exchange, known, "no tokens left of its limit"));
		});
	}

	// After the limit of the caller, so that those who are refused take nothing from
	// others
	private Mono<GatewayResponse> limitedTogether(LimitedRequest request, @Nullable Allowance own,
			GatewayExchange exchange, GatewayFilterChain chain) {
		LimitPlan total = this.limiter.total();
		long wait = (own != null) ? own.waitNanos() : 0;
		if (total == null) {
			return proceed(request, wait, exchange, chain);
		}
		Mono<Allowance> allowance = this.limiter.applyTotal(total, take(request));
		return whenKnown(allowance, (known) -> {
			if (!known.granted() || own == null || known.remaining() < own.remaining()) {
				tell(known, exchange);
			}
			if (known.granted()) {
				return proceed(request, Math.max(wait, known.waitNanos()), exchange, chain);
			}
			chargeCaller(request, -request.cost(), exchange);
			return Mono.error(refusal(request, exchange, known, "no tokens left of the limit of all callers"));
		});
	}

	private LimitOperation take(LimitedRequest request) {
		return new LimitOperation.Take(request.cost(), this.maxWait);
	}

	private static Mono<GatewayResponse> whenKnown(Mono<Allowance> allowance,
			Function<Allowance, Mono<GatewayResponse>> next) {
		if (allowance instanceof Fuseable.ScalarCallable<?> ready) {
			return next.apply(value(ready));
		}
		return allowance.flatMap(next);
	}

	private static Allowance value(Fuseable.ScalarCallable<?> ready) {
		try {
			return (Allowance) Objects.requireNonNull(ready.call());
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Mono<GatewayResponse> proceed(LimitedRequest request, long wait, GatewayExchange exchange,
			GatewayFilterChain chain) {
		this.limiter.count(request.plan(), true);
		new LimitDecision(this.limiter.name(), request.tier(), true, request.cost()).set(exchange);
		if (wait == 0) {
			return answered(request, exchange, chain);
		}
		AtomicBoolean over = new AtomicBoolean();
		return Mono.delay(Duration.ofNanos(wait), this.schedulers.get())
			.doOnNext((waited) -> over.set(true))
			.doOnCancel(() -> {
				// A client that leaves later has had what it waited for
				if (over.compareAndSet(false, true)) {
					charge(request, -request.cost(), exchange);
				}
			})
			.flatMap((waited) -> answered(request, exchange, chain));
	}

	private Mono<GatewayResponse> answered(LimitedRequest request, GatewayExchange exchange, GatewayFilterChain chain) {
		ResponseCost cost = this.responseCost;
		if (cost == null) {
			return chain.filter(exchange);
		}
		return chain.filter(exchange).flatMap((response) -> charged(request, cost, exchange, response));
	}

	private Mono<GatewayResponse> charged(LimitedRequest request, ResponseCost responseCost, GatewayExchange exchange,
			GatewayResponse response) {
		try {
			charge(request, responseCost.cost(exchange, response), exchange);
		}
		catch (RuntimeException ex) {
			return response.discard().then(Mono.error(unknown("what the response costs", ex)));
		}
		return Mono.just(response);
	}

	private void charge(LimitedRequest request, long cost, GatewayExchange exchange) {
		LimitPlan total = this.limiter.total();
		chargeCaller(request, cost, exchange);
		if (cost != 0 && total != null) {
			unnoticed(this.limiter.applyTotal(total, new LimitOperation.Charge(cost)));
		}
	}

	private void chargeCaller(LimitedRequest request, long cost, GatewayExchange exchange) {
		LimitPlan plan = request.plan();
		if (cost == 0 || plan == null) {
			return;
		}
		Mono<Allowance> left = this.limiter.apply(request.key(), plan, new LimitOperation.Charge(cost));
		if (cost > 0 && left instanceof Fuseable.ScalarCallable<?> ready) {
			tell(value(ready), exchange);
		}
		else {
			unnoticed(left);
		}
	}

	// Nobody waits for it, and who keeps the buckets tells if that fails
	private static void unnoticed(Mono<Allowance> charge) {
		charge.onErrorComplete().subscribe();
	}

	private void tell(Allowance allowance, GatewayExchange exchange) {
		LimitHeaders style = this.limiter.policy().headers();
		if (style != LimitHeaders.NONE) {
			exchange
				.onAnswer((headers) -> AllowanceHeaders.set(headers, style, allowance, this.epochSecond.getAsLong()));
		}
	}

	private TooManyRequestsException refusal(LimitedRequest request, GatewayExchange exchange,
			@Nullable Allowance allowance, String why) {
		this.limiter.count(request.plan(), false);
		new LimitDecision(this.limiter.name(), request.tier(), false, request.cost()).set(exchange);
		long wait = (allowance != null) ? allowance.waitNanos() : TimeUnit.SECONDS.toNanos(1);
		return new TooManyRequestsException((wait != Allowance.NEVER) ? Duration.ofNanos(wait) : null,
				"There were too many requests", "the caller has " + why + " ('" + this.limiter.name() + "')");
	}

}
