package io.embeddedgateway.resilience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Bounds how many requests are under way at the same time, to services and on routes.
 */
public final class MaxConcurrentFeature implements RouteFeature {

	private final Services services;

	private final LongSupplier ticker;

	private final Scheduler scheduler;

	private final Supplier<? extends Executor> executors;

	private final PerRoute<ConcurrencyLimit> routes = new PerRoute<>();

	/**
	 * Create the feature.
	 * @param services all services
	 * @param ticker tells the time in nanoseconds, from any origin, never backwards
	 * @param scheduler tells when a request has waited too long
	 * @param executors the event loop that the caller runs on, on which a request that
	 * had to wait goes on
	 */
	public MaxConcurrentFeature(Services services, LongSupplier ticker, Scheduler scheduler,
			Supplier<? extends Executor> executors) {
		this.services = services;
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.executors = executors;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.CONCURRENCY;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(MaxConcurrentPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		MaxConcurrentPolicy policy = route.policy(MaxConcurrentPolicy.class);
		GatewayFilter own = null;
		if (policy != null) {
			MaxConcurrentPolicy.checkTarget(route.target());
			own = filter(this.routes.get(route, policy, () -> limit("route '" + route.id() + "'", policy)));
		}
		LiveService service = Targets.service(route.target(), this.services);
		return Targets.both(own, (service != null) ? shared(service) : null);
	}

	private @Nullable GatewayFilter shared(LiveService service) {
		MaxConcurrentPolicy policy = service.definition().policy(MaxConcurrentPolicy.class);
		return (policy != null) ? filter(limit(service, policy)) : null;
	}

	/**
	 * The limits of all services and routes, as they are now.
	 * @return how far they are used
	 */
	public List<ConcurrencyStatus> limits() {
		List<ConcurrencyStatus> all = new ArrayList<>();
		for (LiveService service : this.services.all()) {
			MaxConcurrentPolicy policy = service.definition().policy(MaxConcurrentPolicy.class);
			if (policy != null) {
				all.add(limit(service, policy).status(service.id(), null));
			}
		}
		all.addAll(this.routes.all((routeId, target, limit) -> limit.status(null, routeId)));
		return all;
	}

	@Override
	public void used(Collection<Route> routes) {
		this.routes.used(routes, (route) -> route.policy(MaxConcurrentPolicy.class));
	}

	/**
	 * Observe the limits of services, and of routes in use, now and later.
	 * @param observer is told of each
	 */
	void observe(KeptObserver<ConcurrencyLimit> observer) {
		for (LiveService service : this.services.all()) {
			MaxConcurrentPolicy policy = service.definition().policy(MaxConcurrentPolicy.class);
			if (policy != null) {
				Runnable unused = observer.observe(service.id(), null, limit(service, policy));
			}
		}
		this.routes.observe(Targets.observed(this.services, observer));
	}

	private ConcurrencyLimit limit(LiveService service, MaxConcurrentPolicy policy) {
		return service.state(ConcurrencyLimit.class, (created) -> limit("service '" + created.id() + "'", policy));
	}

	private ConcurrencyLimit limit(String owner, MaxConcurrentPolicy policy) {
		return new ConcurrencyLimit(owner, policy, this.ticker);
	}

	private GatewayFilter filter(ConcurrencyLimit limit) {
		return new MaxConcurrentFilter(limit, this.ticker, this.scheduler, this.executors);
	}

}
