package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.discovery.DiscoveryPolicy;
import io.embeddedgateway.discovery.InstanceDeclaration;
import io.embeddedgateway.forward.ForwardPolicy;
import io.embeddedgateway.loadbalancer.LoadBalancerPolicy;
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
 * @param sticky how clients stay with one instance
 * @param discovery how often it is asked where the instances are
 */
record ServiceProperties(@DefaultValue List<InstanceDeclaration> instances, @Nullable String instanceSource,
		@DefaultValue("least-requests") LoadBalancerPolicy loadBalancer, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("30s") Duration responseTimeout, @DefaultValue("60s") Duration idleTimeout,
		@DefaultValue("10m") Duration maxLifetime, @DefaultValue("1024") int maxConnections,
		@DefaultValue("1024") int maxPending, @DefaultValue("64KB") DataSize maxHeaderSize,
		@DefaultValue("false") boolean preserveHost, @DefaultValue("http/1.1") Protocol protocol,
		@Nullable String sslBundle, @DefaultValue("false") boolean insecure, @Nullable StickyPolicy sticky,
		@Nullable DiscoveryPolicy discovery) {

	ServiceProperties {
		// Checks them as well
		new ForwardPolicy(
				new ConnectionPolicy(protocol, new TlsPolicy(sslBundle, insecure), connectTimeout, maxLifetime,
						maxConnections, maxPending, Math.toIntExact(maxHeaderSize.toBytes())),
				responseTimeout, idleTimeout, preserveHost);
	}

	/**
	 * The policies of all features.
	 * @return the policies that are set
	 */
	List<Object> policies() {
		List<Object> policies = new ArrayList<>();
		policies.add(this.loadBalancer);
		policies.add(forwardPolicy());
		if (this.sticky != null) {
			policies.add(this.sticky);
		}
		return policies;
	}

	ForwardPolicy forwardPolicy() {
		return new ForwardPolicy(connectionPolicy(), this.responseTimeout, this.idleTimeout, this.preserveHost);
	}

	private ConnectionPolicy connectionPolicy() {
		return new ConnectionPolicy(this.protocol, new TlsPolicy(this.sslBundle, this.insecure), this.connectTimeout,
				this.maxLifetime, this.maxConnections, this.maxPending, Math.toIntExact(this.maxHeaderSize.toBytes()));
	}

}
