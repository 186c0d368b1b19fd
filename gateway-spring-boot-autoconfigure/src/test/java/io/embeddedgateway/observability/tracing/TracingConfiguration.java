package io.embeddedgateway.observability.tracing;

import java.util.List;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Traces an application as Spring Boot's module does, and keeps the spans in memory, of
 * which none waits to be sent.
 */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

	@Bean
	InMemorySpanExporter spans() {
		return InMemorySpanExporter.create();
	}

	@Bean
	SpanProcessor memory(InMemorySpanExporter spans) {
		return SimpleSpanProcessor.create(spans);
	}

	@Bean
	SdkTracerProvider provider(List<SpanProcessor> processors) {
		return SdkTracerProvider.builder().addSpanProcessor(SpanProcessor.composite(processors)).build();
	}

	@Bean
	OtelTracer tracer(SdkTracerProvider provider) {
		OtelCurrentTraceContext current = new OtelCurrentTraceContext();
		return new OtelTracer(provider.get("test"), current, (event) -> {
		}, new OtelBaggageManager(current, List.of(), List.of()));
	}

	@Bean
	OtelPropagator propagator(SdkTracerProvider provider, ObjectProvider<TextMapPropagator> format) {
		TextMapPropagator w3c = TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(),
				W3CBaggagePropagator.getInstance());
		return new OtelPropagator(ContextPropagators.create(format.getIfAvailable(() -> w3c)), provider.get("test"));
	}

	@Bean
	ObservationHandler<?> tracing(Tracer tracer, Propagator propagator) {
		return new ObservationHandler.FirstMatchingCompositeObservationHandler(
				List.of(new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
						new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
						new DefaultTracingObservationHandler(tracer)));
	}

}
