package io.embeddedgateway.resilience;

import java.util.Collection;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Sends requests to services again that failed, by the {@link RetryPolicy} of the route,
 * or else of the service, or else the one for all; and to two instances at once, where
 * there is a {@link HedgePolicy}.
 */
public final class RetryFeature implements RouteFeature {

	private final Services services;

	private final RetryPolicy defaults;

	private final Timer timer;

	private final Supplier<? extends RandomGenerator> random;

	private final LongSupplier ticker;

	private final PerRoute<RetryCounts> counts = new PerRoute<>();

	/**
	 * Create the feature.
	 * @param services all services
	 * @param defaults the policy of routes and services that have none
	 * @param timer waits between attempts
	 * @param random draws how long, asked on the thread that draws
	 * @param ticker tells the time of {@link System#nanoTime()}
	 */
	public RetryFeature(Services services, RetryPolicy defaults, Timer timer,
			Supplier<? extends RandomGenerator> random, LongSupplier ticker) {
		this.services = services;
		this.defaults = defaults;
		this.timer = timer;
		this.random = random;
		this.ticker = ticker;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.RETRY;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(RetryPolicy.class, HedgePolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		LiveService service = Targets.service(route.target(), this.services);
		RetryPolicy policy = route.policy(RetryPolicy.class);
		if (service == null) {
			if (policy != null || route.policy(HedgePolicy.class) != null) {
				throw new IllegalArgumentException("'" + ((policy != null) ? "retry" : "hedge")
						+ "' is for routes that end at a 'service' or a 'uri'. Remove it");
			}
			return null;
		}
		policy = (policy != null) ? policy : service.definition().policy(RetryPolicy.class);
		policy = (policy != null) ? policy : this.defaults;
		HedgePolicy hedging = route.policy(HedgePolicy.class);
		hedging = (hedging != null) ? hedging : service.definition().policy(HedgePolicy.class);
		if (hedging == null && policy.attempts() == 1) {
			return null;
		}
		RetryCounts counts = this.counts.get(route, RetryFeature.class, RetryCounts::new);
		GatewayFilter retry = (policy.attempts() > 1)
				? new RetryFilter(policy, service, counts, this.timer, this.random, this.ticker) : null;
		if (hedging == null) {
			return retry;
		}
		RetryBudget budget = RetryBudget.of(service, this.ticker);
		HedgeFilter hedge = new HedgeFilter(hedging, policy.budget(), service, budget, counts, this.timer);
		return (retry != null) ? Targets.both(retry, hedge) : counted(budget, hedge);
	}

	@Override
	public void used(Collection<Route> routes) {
		this.counts.used(routes, (route) -> RetryFeature.class);
	}

	/**
	 * Observe what is counted of routes in use, now and later.
	 * @param observer is told of each
	 */
	void observe(KeptObserver<RetryCounts> observer) {
		this.counts.observe(Targets.observed(this.services, observer));
	}

	private static GatewayFilter counted(RetryBudget budget, HedgeFilter hedge) {
		return new Counted(budget, hedge);
	}

	/**
	 * Counts requests that are not sent again one after the other.
	 *
	 * @param budget what counts them
	 * @param hedge sends them twice at the same time
	 */
	private record Counted(RetryBudget budget, HedgeFilter hedge) implements ExplainedFilter {

		@Override
		public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
			this.budget.requested();
			return this.hedge.filter(exchange, chain);
		}

		@Override
		public Mono<FilterEffect> explain(GatewayExchange exchange) {
			return this.hedge.explain(exchange);
		}

	}

}
