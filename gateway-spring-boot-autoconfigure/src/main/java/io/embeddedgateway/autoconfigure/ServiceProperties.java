package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.discovery.DiscoveryPolicy;
import io.embeddedgateway.discovery.InstanceDeclaration;
import io.embeddedgateway.forward.ForwardPolicy;
import io.embeddedgateway.health.HealthCheckPolicy;
import io.embeddedgateway.health.OutlierPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancerPolicy;
import io.embeddedgateway.loadbalancer.SlowStartPolicy;
import io.embeddedgateway.relay.RelayPolicy;
import io.embeddedgateway.resilience.CircuitBreakerPolicy;
import io.embeddedgateway.resilience.HedgePolicy;
import io.embeddedgateway.resilience.MaxConcurrentPolicy;
import io.embeddedgateway.resilience.RetryPolicy;
import io.embeddedgateway.service.AvailabilityPolicy;
import io.embeddedgateway.service.WhenNoneAvailable;
import io.embeddedgateway.sticky.StickyPolicy;
import io.embeddedgateway.upstream.ConnectionPolicy;
import io.embeddedgateway.upstream.Protocol;
import io.embeddedgateway.upstream.TlsPolicy;

/**
 * One service.
 *
 * @param instances where the service runs, or who knows that
 * @param instanceSource name of a bean that knows where the service runs
 * @param loadBalancer how to choose an instance
 * @param slowStart how the share of a new instance grows
 * @param connectTimeout longest time until a connection stands
 * @param responseTimeout longest time from the end of the request until the headers of
 * the response
 * @param idleTimeout longest time in which no byte of a body moves
 * @param maxLifetime age at which a connection is replaced
 * @param maxConnections most connections to one instance
 * @param maxPending most requests that wait for a connection to one instance
 * @param maxHeaderSize most bytes of all headers of a response together
 * @param preserveHost whether instances see the host that the client asked for
 * @param protocol version of HTTP that instances are spoken to in
 * @param sslBundle name of the SSL bundle for instances with https
 * @param insecure whether any certificate of an instance will do
 * @param retry how often, and when, a failed request is sent again
 * @param hedge when a request is sent to another instance as well
 * @param healthCheck how instances are asked whether they work
 * @param outlierDetection when instances are ejected because requests to them fail
 * @param whenNoneAvailable what to do without available instances
 * @param panicBelow share of available instances below which that is done already
 * @param circuitBreaker when the service, and each instance of it, is not called any more
 * @param maxConcurrent how many requests are under way to the service at a time
 * @param sticky how clients stay with one instance
 * @param relay what the service is told about callers
 * @param discovery how often it is asked where the instances are
 */
record ServiceProperties(@DefaultValue List<InstanceDeclaration> instances, @Nullable String instanceSource,
		@DefaultValue("least-requests") LoadBalancerPolicy loadBalancer, @Nullable SlowStartPolicy slowStart,
		@DefaultValue("2s") Duration connectTimeout, @DefaultValue("30s") Duration responseTimeout,
		@DefaultValue("60s") Duration idleTimeout, @DefaultValue("10m") Duration maxLifetime,
		@DefaultValue("1024") int maxConnections, @DefaultValue("1024") int maxPending,
		@DefaultValue("64KB") DataSize maxHeaderSize, @DefaultValue("false") boolean preserveHost,
		@DefaultValue("http/1.1") Protocol protocol, @Nullable String sslBundle,
		@DefaultValue("false") boolean insecure, @Nullable RetryPolicy retry, @Nullable HedgePolicy hedge,
		@Nullable HealthCheckPolicy healthCheck, @DefaultValue OutlierPolicy outlierDetection,
		@DefaultValue("use-all") WhenNoneAvailable whenNoneAvailable, @DefaultValue("0%") Percentage panicBelow,
		@Nullable CircuitBreakerPolicy circuitBreaker, @Nullable MaxConcurrentPolicy maxConcurrent,
		@Nullable StickyPolicy sticky, @Nullable RelayPolicy relay, @Nullable DiscoveryPolicy discovery) {

	ServiceProperties {
		// Checks them as well
		new ForwardPolicy(
				new ConnectionPolicy(protocol, new TlsPolicy(sslBundle, insecure), connectTimeout, maxLifetime,
						maxConnections, maxPending, Math.toIntExact(maxHeaderSize.toBytes())),
				responseTimeout, idleTimeout, preserveHost);
		new AvailabilityPolicy(whenNoneAvailable, panicBelow);
	}

	/**
	 * The policies of all features.
	 * @return the policies that are set
	 */
	List<Object> policies() {
		return Stream
			.<@Nullable Object>of(this.loadBalancer, forwardPolicy(), this.slowStart, this.retry, this.hedge,
					this.healthCheck, this.outlierDetection,
					new AvailabilityPolicy(this.whenNoneAvailable, this.panicBelow), this.circuitBreaker,
					this.maxConcurrent, this.sticky, this.relay)
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
	}

	ForwardPolicy forwardPolicy() {
		return new ForwardPolicy(connectionPolicy(), this.responseTimeout, this.idleTimeout, this.preserveHost);
	}

	private ConnectionPolicy connectionPolicy() {
		return new ConnectionPolicy(this.protocol, new TlsPolicy(this.sslBundle, this.insecure), this.connectTimeout,
				this.maxLifetime, this.maxConnections, this.maxPending, Math.toIntExact(this.maxHeaderSize.toBytes()));
	}

}
