package io.embeddedgateway.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;

import io.embeddedgateway.forward.ForwardFeature;
import io.embeddedgateway.loadbalancer.LoadBalancers;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.TlsContexts;
import io.embeddedgateway.upstream.UpstreamConnections;

/**
 * Auto-configuration for the way to the instances of services, on the event loops of the
 * server.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
@Import(ReactorNettyConfigurations.ReactorResourceFactoryConfiguration.class)
public final class GatewayForwardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TlsContexts gatewayTlsContexts(ObjectProvider<SslBundles> bundles) {
		return new BundleTlsContexts(bundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	UpstreamConnections gatewayUpstreamConnections(ReactorResourceFactory resources, TlsContexts tls,
			GatewayProperties properties, ObjectProvider<DnsResolverCustomizer> customizers) {
		return new UpstreamConnections(resources::getLoopResources, tls,
				new DnsSettings(properties.dns(), customizers.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnMissingBean
	ForwardFeature gatewayForwardFeature(Services services, LoadBalancers loadBalancers,
			UpstreamConnections connections) {
		return new ForwardFeature(services, loadBalancers, connections);
	}

}
