package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.websocket.WebSocketFeature;
import io.embeddedgateway.websocket.WebSocketSessions;

/**
 * Auto-configuration for WebSockets to services, also from clients of HTTP/2.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayWebSocketAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebSocketSessions gatewayWebSocketSessions() {
		return new WebSocketSessions(Schedulers.parallel());
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketFeature gatewayWebSocketFeature(WebSocketSessions sessions) {
		return new WebSocketFeature(sessions);
	}

	// Settings replace each other as a whole: where the application has its own, it says
	// there whether it takes WebSockets over HTTP/2
	@Bean
	@ConditionalOnBooleanProperty("server.http2.enabled")
	@Order(Ordered.LOWEST_PRECEDENCE)
	NettyServerCustomizer gatewayConnectProtocol() {
		return (server) -> (server.configuration().http2SettingsSpec() != null) ? server
				: server.http2Settings((settings) -> settings.connectProtocolEnabled(true));
	}

}
