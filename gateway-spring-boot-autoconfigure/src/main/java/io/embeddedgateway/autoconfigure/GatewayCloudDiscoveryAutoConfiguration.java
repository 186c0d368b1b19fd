package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.discovery.CloudInstanceRegistry;
import io.embeddedgateway.discovery.InstanceRegistry;

/**
 * Auto-configuration for instances that a registry of Spring Cloud knows.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class, afterName = {
		"org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration",
		"org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration" })
@ConditionalOnGateway
@ConditionalOnClass(ReactiveDiscoveryClient.class)
@ConditionalOnBean(ReactiveDiscoveryClient.class)
public final class GatewayCloudDiscoveryAutoConfiguration {

	// As what it is replaced by: any other registry
	@Bean
	@ConditionalOnMissingBean
	InstanceRegistry gatewayInstanceRegistry(ReactiveDiscoveryClient client) {
		return new CloudInstanceRegistry(client, Schedulers.parallel());
	}

}
