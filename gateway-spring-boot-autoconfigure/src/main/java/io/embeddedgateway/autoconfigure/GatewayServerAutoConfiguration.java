package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.server.ServerGuard;

/**
 * Auto-configuration for the limits on the connections of clients.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServerGuard gatewayServerGuard(GatewayProperties properties) {
		List<AddressRange> proxies = properties.trustedProxies();
		return new ServerGuard(properties.server(),
				(address) -> proxies.stream().anyMatch((range) -> range.contains(address)));
	}

	// Last, so that it sees what the application and Spring Boot set
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> gatewayServerCustomizer(ServerGuard guard) {
		return (factory) -> factory.addServerCustomizers(guard::protect);
	}

}
