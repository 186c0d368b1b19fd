package io.embeddedgateway.observability.tracing;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.common.KeyValue;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with headers of another format, a convention of its own that fails at
 * some requests, and a collector that is not there.
 */
class TracingFaultTests {

	private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";

	private static final AtomicInteger failures = new AtomicInteger();

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("good");
		app = GatewayApp.start("""
				gateway:
				  routes:
				    orders: {path: /orders/**, uri: "%s"}
				""".formatted(upstream.uri()), OtherTracing.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void otherFormatIsJoinedAndPassedOn() throws IOException {
		RawHttp.get(app.port(), "/orders/b3", "b3: " + TRACE + "-e457b5a2e4d86bd1-1");
		Spans spans = Spans.of(exporter(), TRACE, 2);
		assertThat(spans.tree(SpanData::getName)).isEqualTo("http get /orders/**\n  to orders");
		assertThat(spans.get("http get /orders/**").getParentSpanId()).isEqualTo("e457b5a2e4d86bd1");
		Upstream.Received received = upstream.last();
		assertThat(received.header("b3")).singleElement()
			.asString()
			.startsWith(TRACE + "-" + spans.get("to orders").getSpanId() + "-1");
		assertThat(received.header("traceparent")).isEmpty();
	}

	@Test
	void conventionOfTheApplicationNamesAttempts() throws IOException {
		String trace = "90f198ee56343ba864fe8b2a57d3eff7";
		RawHttp.get(app.port(), "/orders/named", "b3: " + trace + "-e457b5a2e4d86bd1-1");
		SpanData attempt = Spans.of(exporter(), trace, 2).get("to orders");
		assertThat(Spans.value(attempt, "tenant")).isEqualTo("acme");
		assertThat(Spans.value(attempt, "service")).isEqualTo(upstream.uri());
	}

	@Test
	void conventionThatFailsFailsNoRequest() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThat(RawHttp.get(app.port(), "/orders/fails")).startsWith("HTTP/1.1 200").endsWith("good");
		}
	}

	@Test
	void collectorThatIsDownHoldsUpNobody() throws IOException {
		int before = exporter().getFinishedSpanItems().size();
		for (int i = 0; i < 200; i++) {
			assertThat(RawHttp.get(app.port(), "/orders/" + i)).startsWith("HTTP/1.1 200").endsWith("good");
		}
		assertThat(exporter().getFinishedSpanItems().size()).isGreaterThan(before + 200);
		await().atMost(10, TimeUnit.SECONDS).until(() -> failures.get() > 0);
		assertThat(RawHttp.get(app.port(), "/orders/after")).startsWith("HTTP/1.1 200").endsWith("good");
	}

	private static InMemorySpanExporter exporter() {
		return app.context().getBean(InMemorySpanExporter.class);
	}

	/**
	 * B3, and a collector at a port where nobody listens.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(TracingConfiguration.class)
	static class OtherTracing {

		@Bean
		TextMapPropagator format() {
			return B3Propagator.injectingSingleHeader();
		}

		@Bean
		SpanProcessor collector() throws IOException {
			RawUpstream closed = RawUpstream.answering("");
			closed.close();
			SpanExporter exporter = OtlpHttpSpanExporter.builder()
				.setEndpoint(closed.uri() + "/v1/traces")
				.setTimeout(Duration.ofSeconds(1))
				.setRetryPolicy(null)
				.build();
			return BatchSpanProcessor.builder(new CountedExporter(exporter))
				.setMaxQueueSize(64)
				.setMaxExportBatchSize(32)
				.setScheduleDelay(Duration.ofMillis(10))
				.build();
		}

		@Bean
		GatewayAttemptObservationConvention convention() {
			return new DefaultGatewayAttemptObservationConvention() {

				@Override
				public String getContextualName(GatewayAttemptObservationContext context) {
					if (context.exchange().request().rawPath().endsWith("/fails")) {
						throw new IllegalStateException("Told to fail");
					}
					return "to " + context.exchange().route().id();
				}

				@Override
				protected KeyValue method(GatewayAttemptObservationContext context) {
					return KeyValue.of("tenant", "acme");
				}

			};
		}

	}

	/**
	 * Counts what could not be sent.
	 */
	private record CountedExporter(SpanExporter exporter) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			CompletableResultCode result = this.exporter.export(spans);
			return result.whenComplete(() -> failures.addAndGet(result.isSuccess() ? 0 : 1));
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

}
