package io.embeddedgateway.resilience;

import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
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
		GatewayFilter retry = (policy.attempts() > 1)
				? new RetryFilter(policy, service, this.timer, this.random, this.ticker) : null;
		HedgePolicy hedging = route.policy(HedgePolicy.class);
		hedging = (hedging != null) ? hedging : service.definition().policy(HedgePolicy.class);
		if (hedging == null) {
			return retry;
		}
		RetryBudget budget = RetryBudget.of(service, this.ticker);
		HedgeFilter hedge = new HedgeFilter(hedging, policy.budget(), service, budget, this.timer);
		return (retry != null) ? Targets.both(retry, hedge) : counted(budget, hedge);
	}

	private static GatewayFilter counted(RetryBudget budget, GatewayFilter hedge) {
		return (exchange, chain) -> {
			budget.requested();
			return hedge.filter(exchange, chain);
		};
	}

}
