package io.embeddedgateway.actuate;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReadinessTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String YAML = """
			gateway:
			  health: {readiness: %s}
			  services:
			    orders: {instances: "%s", health-check: {path: /health, interval: 60s, timeout: 30s}}
			    unchecked: {instances: "http://127.0.0.1:1"}
			management.endpoint.health.show-details: always
			""";

	@Test
	void applicationIsReadyWhenAllInstancesHaveBeenCheckedOnce() throws IOException {
		CountDownLatch answer = new CountDownLatch(1);
		try (RawUpstream upstream = upstream(answer);
				GatewayApp app = GatewayApp.start(YAML.formatted("true", upstream.uri()))) {
			assertThat(RawHttp.get(app.port(), "/actuator/health/readiness")).startsWith("HTTP/1.1 503 ");
			assertThat(RawHttp.get(app.port(), "/actuator/health"))
				.contains("\"gatewayChecks\":{\"details\":{\"waitsFor\":[\"orders\"]},\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(RawHttp.get(app.port(), "/actuator/health/liveness")).startsWith("HTTP/1.1 200 ");
			answer.countDown();
			// Also by an instance that is not healthy: a gateway without it is of use
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(RawHttp.get(app.port(), "/actuator/health/readiness"))
					.startsWith("HTTP/1.1 200 "));
		}
	}

	@Test
	void readinessDoesNotDependOnChecksUnlessItIsAskedFor() throws IOException {
		try (RawUpstream upstream = upstream(new CountDownLatch(1));
				GatewayApp app = GatewayApp.start(YAML.formatted("false", upstream.uri()))) {
			assertThat(RawHttp.get(app.port(), "/actuator/health/readiness")).startsWith("HTTP/1.1 200 ")
				.doesNotContain("gatewayChecks");
		}
	}

	private static RawUpstream upstream(CountDownLatch answer) throws IOException {
		return RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			try {
				answer.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			connection.send("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
		});
	}

}
