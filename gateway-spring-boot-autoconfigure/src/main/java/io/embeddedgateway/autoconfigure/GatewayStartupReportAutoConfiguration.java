package io.embeddedgateway.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.service.Services;

/**
 * Auto-configuration for what is logged once when the application has started.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
@ConditionalOnBooleanProperty(name = "gateway.startup-report", matchIfMissing = true)
public final class GatewayStartupReportAutoConfiguration {

	@Bean
	StartupReport gatewayStartupReport(GatewayProperties properties, RouteTables tables, Services services,
			ObjectProvider<RouteSource> sources) {
		boolean complete = sources.stream().findAny().isEmpty();
		return new StartupReport(tables, new ProbableMistakes(properties, services, complete));
	}

}
