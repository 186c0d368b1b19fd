package io.embeddedgateway.autoconfigure;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpServer;

import io.embeddedgateway.server.Http2Settings;

/**
 * Lets clients of HTTP/2 open WebSockets (RFC 8441 §3), unless the application says
 * whether they may.
 */
final class ConnectProtocol implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

	// After Spring Boot, whose settings would replace these
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		factory.addServerCustomizers(ConnectProtocol::enable);
	}

	private static HttpServer enable(HttpServer server) {
		Http2SettingsSpec present = server.configuration().http2SettingsSpec();
		if (present != null && present.connectProtocolEnabled() != null) {
			return server;
		}
		return server.http2Settings((settings) -> {
			if (present != null) {
				Http2Settings.copy(present, settings);
			}
			settings.connectProtocolEnabled(true);
		});
	}

}
