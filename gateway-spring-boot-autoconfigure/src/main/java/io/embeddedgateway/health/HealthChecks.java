package io.embeddedgateway.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.ConnectionPolicy;
import io.embeddedgateway.upstream.Connector;
import io.embeddedgateway.upstream.Protocol;
import io.embeddedgateway.upstream.UpstreamConnections;

/**
 * Checks the instances of services with a {@link HealthCheckPolicy}, from before the web
 * server starts until after it stopped. The start does not wait for a result.
 */
public final class HealthChecks implements SmartLifecycle {

	/**
	 * After the sources of instances and the routes, and before the web server,
	 * {@code Integer.MAX_VALUE - 2048}.
	 */
	private static final int PHASE = Integer.MAX_VALUE - 2560;

	private final List<ServiceChecks> checks = new ArrayList<>();

	private final UpstreamConnections connections;

	private volatile boolean running;

	/**
	 * Create the checks; none runs before the start.
	 * @param services the services
	 * @param connections where the connections of checks come from, which are not those
	 * of requests
	 * @param policies which connections requests to a service use
	 * @param scheduler where the time of the next check is waited for
	 * @param random asked for a generator before each check, by any thread
	 * @throws IllegalArgumentException if a service can't be checked as its policy says
	 */
	public HealthChecks(Services services, UpstreamConnections connections,
			Function<Service, ConnectionPolicy> policies, Scheduler scheduler,
			Supplier<? extends RandomGenerator> random) {
		this.connections = connections;
		for (LiveService service : services.all()) {
			HealthCheckPolicy policy = service.definition().policy(HealthCheckPolicy.class);
			if (policy != null) {
				HealthCheck check = check(service.id(), policy, policies.apply(service.definition()));
				this.checks.add(new ServiceChecks(service, policy, check, scheduler, random));
			}
		}
		this.checks.forEach(ServiceChecks::observe);
	}

	private HealthCheck check(String service, HealthCheckPolicy policy, ConnectionPolicy connections) {
		ConnectionPolicy own = connections.withPool(2, 1).withConnectTimeout(forConnection(policy));
		if (policy.type() == CheckType.TCP) {
			return new TcpCheck(connector(own.withProtocol(Protocol.HTTP_1_1)));
		}
		if (policy.type() == CheckType.GRPC && own.protocol() == Protocol.HTTP_1_1) {
			throw new IllegalArgumentException("Service '" + service
					+ "' has a health check of gRPC, which needs HTTP/2; set its protocol to h2c or h2");
		}
		return (policy.path() != null) ? new HttpCheck(policy, policy.path(), connector(own))
				: new GrpcCheck(policy, connector(own));
	}

	// Somewhat less than for all, so that it can be told what was missing
	private static Duration forConnection(HealthCheckPolicy policy) {
		return Duration.ofMillis(Math.max(1, policy.timeout().toMillis() * 9 / 10));
	}

	private Connector connector(ConnectionPolicy policy) {
		return this.connections.separateConnector(policy);
	}

	/**
	 * What the checks of an instance found out.
	 * @param instance the instance
	 * @return the last result, or {@code null} if there was none
	 */
	public static @Nullable CheckStatus statusOf(ServiceInstance instance) {
		InstanceChecks checks = instance.observer(InstanceChecks.class);
		return (checks != null) ? checks.last() : null;
	}

	/**
	 * The services of which not every instance has been checked once.
	 * @return the ids of the services, empty once the first round is over everywhere
	 */
	public List<String> pending() {
		return this.checks.stream()
			.filter((checks) -> !checks.isFirstRoundOver())
			.map(ServiceChecks::serviceId)
			.toList();
	}

	@Override
	public void start() {
		this.running = true;
		this.checks.forEach(ServiceChecks::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.checks.forEach(ServiceChecks::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
