package io.embeddedgateway.observability.tracing;

import java.io.IOException;
import java.util.UUID;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that Spring Boot traces, with headers of the formats that its properties
 * say.
 */
class BootTracingTests {

	private static Upstream upstream;

	private static GatewayApp app;

	private final String trace = UUID.randomUUID().toString().replace("-", "");

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> request.uri().endsWith("/missing") ? response.sendNotFound()
				: response.sendString(Mono.just("good")));
		app = GatewayApp.start("""
				spring.autoconfigure.exclude: org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration
				management:
				  tracing:
				    sampling.probability: 1.0
				    propagation: {produce: b3, consume: "b3, w3c"}
				  opentelemetry.tracing.export.schedule-delay: 10ms
				gateway:
				  routes:
				    orders: {path: /orders/**, uri: "%s"}
				""".formatted(upstream.uri()), Exported.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void formatThatIsConsumedAndProducedGoesOn() throws IOException {
		get("/orders/1", "b3: " + this.trace + "-e457b5a2e4d86bd1-1");
		Spans spans = spans(2);
		assertThat(spans.get("http get /orders/**").getParentSpanId()).isEqualTo("e457b5a2e4d86bd1");
		assertThat(upstream.last().header("b3")).singleElement()
			.asString()
			.startsWith(this.trace + "-" + spans.get("http get orders").getSpanId() + "-1");
		assertThat(upstream.last().header("traceparent")).isEmpty();
	}

	@Test
	void formatThatIsOnlyConsumedGivesWayToTheOther() throws IOException {
		get("/orders/2", "traceparent: 00-" + this.trace + "-e457b5a2e4d86bd1-01");
		Spans spans = spans(2);
		assertThat(spans.get("http get /orders/**").getParentSpanId()).isEqualTo("e457b5a2e4d86bd1");
		assertThat(upstream.last().header("b3")).singleElement()
			.asString()
			.startsWith(this.trace + "-" + spans.get("http get orders").getSpanId() + "-1");
		assertThat(upstream.last().header("traceparent")).isEmpty();
	}

	@Test
	void statusFrom400OnIsAnErrorOfTheAttemptAlone() throws IOException {
		get("/orders/missing", "b3: " + this.trace + "-e457b5a2e4d86bd1-1");
		Spans spans = spans(2);
		assertThat(spans.tree(Spans::describe)).isEqualTo("""
				server 'http get /orders/**' 404 on route orders
				  client 'http get orders' attempt 1: 404, success, none, error""");
		SpanData attempt = spans.get("http get orders");
		assertThat(Spans.value(attempt, "error.type")).isEqualTo("404");
		assertThat(attempt.getStatus().getDescription()).isEmpty();
	}

	private static void get(String target, String... headers) throws IOException {
		assertThat(RawHttp.get(app.port(), target, headers)).startsWith("HTTP/1.1 ");
	}

	private Spans spans(int count) {
		return Spans.of(app.context().getBean(InMemorySpanExporter.class), this.trace, count);
	}

	/**
	 * In place of a collector.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Exported {

		@Bean
		InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

	}

}
