package io.embeddedgateway.observability.tracing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.observability.RequestTracing;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that is not traced, but measured.
 */
class UntracedTests {

	@Test
	void requestsAreLeftAsTheyAreAndStillMeasuredByThePatternOfTheirRoute() throws IOException {
		try (Upstream upstream = Upstream.named("good"); GatewayApp app = GatewayApp.start("""
				gateway:
				  routes:
				    orders: {path: /orders/**, uri: "%s"}
				""".formatted(upstream.uri()))) {
			assertThat(app.context().getBeanProvider(RequestTracing.class).getIfAvailable()).isNull();
			RawHttp.get(app.port(), "/orders/7");
			assertThat(upstream.last().headers())
				.noneMatch((header) -> header.getKey().equalsIgnoreCase("traceparent"));
			String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
			RawHttp.get(app.port(), "/orders/8", "traceparent: " + parent, "tracestate: vendor=value");
			assertThat(upstream.last().header("traceparent")).containsExactly(parent);
			assertThat(upstream.last().header("tracestate")).containsExactly("vendor=value");
			MeterRegistry registry = app.context().getBean(MeterRegistry.class);
			await().atMost(10, TimeUnit.SECONDS)
				.until(() -> registry.get("http.server.requests").tag("uri", "/orders/**").timer().count() == 2);
			assertThat(registry.find(DefaultGatewayAttemptObservationConvention.NAME).timers()).isEmpty();
		}
	}

}
