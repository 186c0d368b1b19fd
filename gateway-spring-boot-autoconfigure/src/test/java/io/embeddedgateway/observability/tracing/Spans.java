package io.embeddedgateway.observability.tracing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;

import static org.awaitility.Awaitility.await;

/**
 * The spans of one trace.
 */
final class Spans {

	private final List<SpanData> spans;

	private Spans(List<SpanData> spans) {
		this.spans = spans;
	}

	/**
	 * Wait for the spans of a trace.
	 * @param exporter who has them
	 * @param trace the id of the trace
	 * @param count how many there have to be
	 * @return the spans, in the order of their start
	 */
	static Spans of(InMemorySpanExporter exporter, String trace, int count) {
		await().atMost(10, TimeUnit.SECONDS).until(() -> of(exporter, trace).size() >= count);
		return new Spans(of(exporter, trace));
	}

	static List<SpanData> of(InMemorySpanExporter exporter, String trace) {
		return exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getTraceId().equals(trace))
			.sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
			.toList();
	}

	SpanData get(String name) {
		return this.spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	static String value(SpanData span, String key) {
		String value = span.getAttributes().get(AttributeKey.stringKey(key));
		return (value != null) ? value : "-";
	}

	/**
	 * The spans as text.
	 * @param description what is said about each
	 * @return a line for each, below that of its parent
	 */
	String tree(Function<SpanData, String> description) {
		List<String> lines = new ArrayList<>();
		this.spans.stream()
			.filter((span) -> this.spans.stream()
				.noneMatch((other) -> other.getSpanId().equals(span.getParentSpanId())))
			.forEach((root) -> add(root, "", description, lines));
		return String.join("\n", lines);
	}

	private void add(SpanData span, String indent, Function<SpanData, String> description, List<String> lines) {
		lines.add(indent + description.apply(span));
		this.spans.stream()
			.filter((child) -> child.getParentSpanId().equals(span.getSpanId()))
			.forEach((child) -> add(child, indent + "  ", description, lines));
	}

	static String describe(SpanData span) {
		String error = (span.getStatus().getStatusCode() == StatusCode.ERROR) ? ", error" : "";
		String said = switch (span.getKind()) {
			case SERVER -> value(span, "status") + " on route " + value(span, "gateway.route");
			case CLIENT -> "attempt " + value(span, "attempt") + ": " + value(span, "status") + ", "
					+ value(span, "outcome") + ", " + value(span, "cause");
			default -> value(span, "outcome");
		};
		return span.getKind().name().toLowerCase(Locale.ROOT) + " '" + span.getName() + "' " + said + error;
	}

}
