package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;

import io.embeddedgateway.forward.ConnectionPools;
import io.embeddedgateway.forward.ForwardFeature;
import io.embeddedgateway.loadbalancer.LoadBalancers;
import io.embeddedgateway.service.Services;

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
	ConnectionPools gatewayConnectionPools(ReactorResourceFactory resources) {
		return new ConnectionPools(resources::getLoopResources);
	}

	@Bean
	@ConditionalOnMissingBean
	ForwardFeature gatewayForwardFeature(Services services, LoadBalancers loadBalancers, ConnectionPools pools) {
		return new ForwardFeature(services, loadBalancers, pools);
	}

}
