package io.embeddedgateway.resilience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

/**
 * Spares services that fail, and clients the waiting: circuit breakers of services, of
 * their single instances, and of routes.
 */
public final class CircuitBreakerFeature implements RouteFeature {

	private static final Log logger = LogFactory.getLog(CircuitBreakerFeature.class);

	private final Services services;

	private final LongSupplier ticker;

	private final DoubleSupplier random;

	private final CircuitBreakerListener listener;

	private final PerRoute<Breaker> routes = new PerRoute<>();

	/**
	 * Create the feature.
	 * @param services all services
	 * @param ticker tells the time in nanoseconds, from any origin, never backwards
	 * @param scheduler tells when an instance is to be tried again
	 * @param random gives numbers from 0 to 1, for breakers that recover
	 * @param listener whom to tell of changes
	 */
	public CircuitBreakerFeature(Services services, LongSupplier ticker, Scheduler scheduler, DoubleSupplier random,
			CircuitBreakerListener listener) {
		this.services = services;
		this.ticker = ticker;
		this.random = random;
		this.listener = listener;
		for (LiveService service : services.all()) {
			CircuitBreakerPolicy policy = service.definition().policy(CircuitBreakerPolicy.class);
			if (policy != null) {
				service.observe((observed, instance) -> new InstanceBreaker(instance, policy, ticker, scheduler));
			}
		}
	}

	@Override
	public FilterStage stage() {
		return FilterStage.CIRCUIT_BREAKER;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(CircuitBreakerPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		CircuitBreakerPolicy policy = route.policy(CircuitBreakerPolicy.class);
		if (policy != null) {
			CircuitBreakerPolicy.checkTarget(route.target());
		}
		LiveService service = Targets.service(route.target(), this.services);
		if (service == null) {
			return null;
		}
		GatewayFilter own = (policy != null)
				? filter(this.routes.get(route, policy, () -> breaker(policy, service, route.id())), service) : null;
		return Targets.both(own, shared(service));
	}

	private @Nullable GatewayFilter shared(LiveService service) {
		CircuitBreakerPolicy policy = service.definition().policy(CircuitBreakerPolicy.class);
		return (policy != null) ? filter(breaker(service, policy), service) : null;
	}

	private Breaker breaker(LiveService service, CircuitBreakerPolicy policy) {
		return service.state(Breaker.class, (created) -> breaker(policy, created, null));
	}

	/**
	 * The breakers of all services and routes, as they are now.
	 * @return what they do
	 */
	public List<CircuitBreakerStatus> breakers() {
		List<CircuitBreakerStatus> all = new ArrayList<>();
		for (LiveService service : this.services.all()) {
			CircuitBreakerPolicy policy = service.definition().policy(CircuitBreakerPolicy.class);
			if (policy != null) {
				all.add(new CircuitBreakerStatus(service.id(), null, breaker(service, policy).state()));
			}
		}
		all.addAll(this.routes.all((routeId, target, breaker) -> {
			LiveService service = Targets.service(target, this.services);
			return new CircuitBreakerStatus((service != null) ? service.id() : target.toString(), routeId,
					breaker.state());
		}));
		return all;
	}

	/**
	 * The state of the breaker of an instance.
	 * @param instance the instance
	 * @return the state, or {@code null} if it has no breaker
	 */
	public static @Nullable CircuitBreakerState stateOf(ServiceInstance instance) {
		InstanceBreaker breaker = instance.observer(InstanceBreaker.class);
		return (breaker != null) ? breaker.state() : null;
	}

	@Override
	public void used(Collection<Route> routes) {
		this.routes.used(routes, (route) -> route.policy(CircuitBreakerPolicy.class));
	}

	/**
	 * Observe the breakers of services, and of routes in use, now and later.
	 * @param observer is told of each
	 */
	void observe(KeptObserver<Breaker> observer) {
		for (LiveService service : this.services.all()) {
			CircuitBreakerPolicy policy = service.definition().policy(CircuitBreakerPolicy.class);
			if (policy != null) {
				Runnable unused = observer.observe(service.id(), null, breaker(service, policy));
			}
		}
		this.routes.observe(Targets.observed(this.services, observer));
	}

	private GatewayFilter filter(Breaker breaker, LiveService service) {
		return new CircuitBreakerFilter(breaker, service.id(), this.ticker);
	}

	private Breaker breaker(CircuitBreakerPolicy policy, LiveService service, @Nullable String routeId) {
		String serviceId = service.id();
		return new Breaker(policy, policy.trialCalls(), this.ticker, this.random,
				(from, to, reason) -> changed(new CircuitBreakerChange(serviceId, routeId, from, to, reason)));
	}

	private void changed(CircuitBreakerChange change) {
		if (change.to() == CircuitBreakerState.OPEN) {
			logger.warn("The " + change);
		}
		else {
			logger.info("The " + change);
		}
		try {
			this.listener.changed(change);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of circuit breakers failed", ex);
		}
	}

}
