package io.embeddedgateway.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.core.publisher.Mono;

import io.embeddedgateway.health.CheckStatus;
import io.embeddedgateway.health.HealthCheckPolicy;
import io.embeddedgateway.health.HealthChecks;
import io.embeddedgateway.health.OutlierDetection;
import io.embeddedgateway.loadbalancer.LoadBalancerPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancers;
import io.embeddedgateway.loadbalancer.SlowStartPolicy;
import io.embeddedgateway.observability.InstanceTraffic;
import io.embeddedgateway.resilience.CircuitBreakerFeature;
import io.embeddedgateway.resilience.CircuitBreakerState;
import io.embeddedgateway.resilience.CircuitBreakerStatus;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.text.KebabCase;

/**
 * Tells what services there are, and how their instances are.
 */
public final class ServicesSection implements EndpointSection {

	private final Services services;

	private final Supplier<List<CircuitBreakerStatus>> breakers;

	private final Clock clock;

	private final LongSupplier ticker;

	/**
	 * Create the section, and count the requests to all instances from now on.
	 * @param services knows the services
	 * @param breakers knows the circuit breakers
	 * @param clock tells the time
	 * @param ticker tells the time in nanoseconds: that of the services
	 */
	public ServicesSection(Services services, Supplier<List<CircuitBreakerStatus>> breakers, Clock clock,
			LongSupplier ticker) {
		this.services = services;
		this.breakers = breakers;
		this.clock = clock;
		this.ticker = ticker;
		InstanceTraffic.observe(services);
	}

	@Override
	public String name() {
		return "services";
	}

	@Override
	public Mono<WebEndpointResponse<?>> read(SectionQuery query) {
		List<CircuitBreakerStatus> breakers = this.breakers.get();
		String id = query.item();
		if (id == null) {
			return Mono.just(new WebEndpointResponse<>(Map.of("services",
					this.services.all().stream().map((service) -> describe(service, breakers)).toList())));
		}
		return this.services.contains(id)
				? Mono.just(new WebEndpointResponse<>(describe(this.services.get(id), breakers))) : Mono.empty();
	}

	private Map<String, Object> describe(LiveService service, List<CircuitBreakerStatus> breakers) {
		Service definition = service.definition();
		LoadBalancerPolicy loadBalancer = definition.policy(LoadBalancerPolicy.class);
		SlowStartPolicy slowStart = definition.policy(SlowStartPolicy.class);
		return new Fields().with("id", service.id())
			.with("origin", definition.origin())
			.with("loadBalancer", (loadBalancer != null) ? loadBalancer.algorithm() : LoadBalancers.LEAST_REQUESTS)
			.with("healthCheck", definition.policy(HealthCheckPolicy.class) != null)
			.with("panic", service.availability().panic())
			.with("breaker", breaker(service.id(), breakers))
			.with("instances", service.instances().stream().map((instance) -> describe(instance, slowStart)).toList())
			.map();
	}

	private static @Nullable Map<String, Object> breaker(String service, List<CircuitBreakerStatus> breakers) {
		Fields breaker = new Fields();
		Map<String, Object> routes = new TreeMap<>();
		for (CircuitBreakerStatus status : breakers) {
			String route = status.routeId();
			if (!status.serviceId().equals(service)) {
				continue;
			}
			if (route == null) {
				breaker.with("state", KebabCase.of(status.state()));
			}
			else {
				routes.put(route, KebabCase.of(status.state()));
			}
		}
		Map<String, Object> described = breaker.withAny("routes", routes).map();
		return described.isEmpty() ? null : described;
	}

	private Map<String, Object> describe(ServiceInstance instance, @Nullable SlowStartPolicy slowStart) {
		CircuitBreakerState breaker = CircuitBreakerFeature.stateOf(instance);
		Duration unchanged = instance.condition().unchangedFor();
		return new Fields().with("id", instance.id())
			.with("uri", instance.uri().toString())
			.with("weight", instance.weight())
			.with("effectiveWeight", effectiveWeight(instance, slowStart))
			.with("zone", instance.zone())
			.with("priority", instance.priority())
			.with("state", KebabCase.of(instance.state()))
			.with("reason", instance.condition().reason())
			.with("since", (unchanged != null) ? this.clock.instant().minus(unchanged).toString() : null)
			.with("inFlight", instance.inFlight())
			.with("ejections", OutlierDetection.ejectionsOf(instance))
			.with("health", health(HealthChecks.statusOf(instance)))
			.with("breaker", (breaker != null) ? KebabCase.of(breaker) : null)
			.with("traffic", traffic(InstanceTraffic.of(instance)))
			.map();
	}

	private @Nullable Double effectiveWeight(ServiceInstance instance, @Nullable SlowStartPolicy slowStart) {
		Long since = instance.availableSince();
		if (slowStart == null || since == null) {
			return null;
		}
		double factor = slowStart.factor(this.ticker.getAsLong() - since);
		return (factor < 1) ? Math.round(instance.weight() * factor * 1000) / 1000.0 : null;
	}

	private @Nullable Map<String, Object> health(@Nullable CheckStatus status) {
		return (status != null) ? new Fields().with("state", KebabCase.of(status.health()))
			.with("succeeded", status.succeeded())
			.with("reason", status.reason())
			.with("at", this.clock.instant().minusNanos(this.ticker.getAsLong() - status.nanoTime()).toString())
			.map() : null;
	}

	private static @Nullable Map<String, Object> traffic(InstanceTraffic.@Nullable Counts counts) {
		return (counts != null) ? new Fields().with("requests", counts.requests())
			.with("failures", counts.failures())
			.with("seconds", counts.seconds())
			.map() : null;
	}

}
