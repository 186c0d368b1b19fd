package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.forward.ForwardPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancerPolicy;
import io.embeddedgateway.service.Instance;

/**
 * One service.
 *
 * @param instances where the service runs
 * @param instanceSource name of a bean that knows where the service runs
 * @param loadBalancer how to choose an instance
 * @param connectTimeout longest time until a connection stands
 * @param responseTimeout longest time from the end of the request until the headers of
 * the response
 * @param idleTimeout longest time in which no byte of a body moves
 * @param maxConnections most connections to one instance
 * @param maxPending most requests that wait for a connection to one instance
 * @param preserveHost whether instances see the host that the client asked for
 */
record ServiceProperties(@DefaultValue List<Instance> instances, @Nullable String instanceSource,
		@DefaultValue("least-requests") LoadBalancerPolicy loadBalancer, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("30s") Duration responseTimeout, @DefaultValue("60s") Duration idleTimeout,
		@DefaultValue("1024") int maxConnections, @DefaultValue("1024") int maxPending,
		@DefaultValue("false") boolean preserveHost) {

	ServiceProperties {
		// Checks them as well
		new ForwardPolicy(connectTimeout, responseTimeout, idleTimeout, maxConnections, maxPending, preserveHost);
	}

	ForwardPolicy forwardPolicy() {
		return new ForwardPolicy(this.connectTimeout, this.responseTimeout, this.idleTimeout, this.maxConnections,
				this.maxPending, this.preserveHost);
	}

}
