package io.embeddedgateway.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.GatewayInfoContributor;
import io.embeddedgateway.actuate.GatewayOverview;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for what the information about the application says of the gateway.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnEnabledInfoContributor("gateway")
public final class GatewayInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GatewayInfoContributor gatewayInfoContributor(RouteTables tables, Services services) {
		return new GatewayInfoContributor(new GatewayOverview(tables, services));
	}

}
