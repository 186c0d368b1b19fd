package io.embeddedgateway.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.discovery.DnsDiscovery;

/**
 * Auto-configuration for instances that DNS knows.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
@Import(ReactorNettyConfigurations.ReactorResourceFactoryConfiguration.class)
public final class GatewayDiscoveryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DnsDiscovery gatewayDnsDiscovery(ReactorResourceFactory resources, GatewayProperties properties,
			ObjectProvider<DnsResolverCustomizer> customizers) {
		return new DnsDiscovery(resources::getLoopResources,
				new DnsSettings(properties.dns(), customizers.orderedStream().toList()), Schedulers.parallel());
	}

}
