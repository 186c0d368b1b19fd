package io.embeddedgateway.auth;

import java.io.IOException;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of requests on routes that ask who is calling.
 */
class AuthMetricsTests {

	@Test
	void eachOutcomeIsCountedForItsProvider() throws IOException {
		try (Upstream upstream = Upstream.named("orders"); GatewayApp app = GatewayApp.start("""
				gateway:
				  auth:
				    apps:
				      api-key:
				        keys:
				          mobile: {hash: "sha256:aa3236656e4115a1f795cacf07beb9b758ac391508d5d4e8fde8fcbf26067db7"}
				  routes:
				    any: {path: /any, uri: "%1$s"}
				    admin: {path: /admin, uri: "%1$s", auth: role:admin}
				""".formatted(upstream.uri()))) {
			String key = "X-Api-Key: demo-key-8f14e45fceea167a";
			assertThat(RawHttp.get(app.port(), "/any", key)).startsWith("HTTP/1.1 200 ");
			assertThat(RawHttp.get(app.port(), "/any", key)).startsWith("HTTP/1.1 200 ");
			assertThat(RawHttp.get(app.port(), "/any")).startsWith("HTTP/1.1 401 ");
			assertThat(RawHttp.get(app.port(), "/any", "X-Api-Key: wrong")).startsWith("HTTP/1.1 401 ");
			assertThat(RawHttp.get(app.port(), "/admin", key)).startsWith("HTTP/1.1 403 ");
			MeterRegistry meters = app.context().getBean(MeterRegistry.class);
			assertThat(count(meters, "apps", "granted")).isEqualTo(2);
			assertThat(count(meters, "apps", "denied")).isEqualTo(1);
			assertThat(count(meters, "none", "missing")).isEqualTo(1);
			assertThat(count(meters, "none", "invalid")).isEqualTo(1);
			assertThat(count(meters, "none", "failed")).isZero();
		}
	}

	private static double count(MeterRegistry meters, String provider, String outcome) {
		return meters.get(GatewayMeter.AUTH_REQUESTS.meterName())
			.tag("provider", provider)
			.tag("outcome", outcome)
			.functionCounter()
			.count();
	}

}
