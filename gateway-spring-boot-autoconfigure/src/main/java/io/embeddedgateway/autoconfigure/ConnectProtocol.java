package io.embeddedgateway.autoconfigure;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpServer;

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
				copy(present, settings);
			}
			settings.connectProtocolEnabled(true);
		});
	}

	// Settings can't be changed, only replaced as a whole
	private static void copy(Http2SettingsSpec present, Http2SettingsSpec.Builder settings) {
		set(present.headerTableSize(), settings::headerTableSize);
		set(present.initialWindowSize(), settings::initialWindowSize);
		set(present.maxConcurrentStreams(), settings::maxConcurrentStreams);
		set(present.maxFrameSize(), settings::maxFrameSize);
		set(present.maxHeaderListSize(), settings::maxHeaderListSize);
		set(present.maxStreams(), settings::maxStreams);
		set(present.pingAckDropThreshold(), settings::pingAckDropThreshold);
		set(present.pingAckTimeout(), settings::pingAckTimeout);
		Integer decoded = present.maxDecodedRstFramesPerWindow();
		Integer decodedSeconds = present.maxDecodedRstFramesSecondsPerWindow();
		if (decoded != null && decodedSeconds != null) {
			settings.maxDecodedRstFramesPerWindow(decoded, decodedSeconds);
		}
		Integer encoded = present.maxEncodedRstFramesPerWindow();
		Integer encodedSeconds = present.maxEncodedRstFramesSecondsPerWindow();
		if (encoded != null && encodedSeconds != null) {
			settings.maxEncodedRstFramesPerWindow(encoded, encodedSeconds);
		}
	}

	private static <T> void set(@Nullable T value, Consumer<T> setting) {
		if (value != null) {
			setting.accept(value);
		}
	}

}
