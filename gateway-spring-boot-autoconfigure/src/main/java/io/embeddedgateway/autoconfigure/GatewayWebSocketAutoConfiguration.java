package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
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

	@Bean
	@ConditionalOnBooleanProperty("server.http2.enabled")
	ConnectProtocol gatewayConnectProtocol() {
		return new ConnectProtocol();
	}

}
