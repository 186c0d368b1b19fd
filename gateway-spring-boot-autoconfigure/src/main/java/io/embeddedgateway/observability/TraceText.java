package io.embeddedgateway.observability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.text.KebabCase;

/**
 * The way of a request as one line of JSON in ASCII, short enough for a header.
 */
final class TraceText {

	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private static final int LONGEST = 4096;

	private static final int LONGEST_VALUE = 100;

	private static final int LONGEST_URI = 1024;

	private static final double NANOS = 1_000_000d;

	private TraceText() {
	}

	/**
	 * Tell the way of a request, as far as it is known when its answer begins.
	 * @param request what is known of it
	 * @param last the last filter that it got to, or {@code null} if that is not known
	 * @param filters the names of the filters of its route
	 * @param uris hides what is secret in URIs
	 * @return at most 4096 characters; without the names of the filters if there is no
	 * place for them
	 */
	static String of(RequestRecord request, @Nullable String last, List<String> filters, MaskedUris uris) {
		Map<String, Object> told = new LinkedHashMap<>();
		told.put("route", cut(request.route().id()));
		told.put("why", cut("path " + pattern(request)));
		told.put("filters", filters.stream().map(TraceText::cut).toList());
		sent(told, request, uris);
		if (request.attempts() == 0) {
			put(told, "answeredBy", (last != null) ? cut(last) : null);
		}
		termination(told, request.termination());
		told.put("gatewayMillis", millis(request.gatewayNanos()));
		told.put("upstreamMillis", millis(request.upstreamNanos()));
		String text = JSON.writeValueAsString(told);
		if (text.length() <= LONGEST) {
			return text;
		}
		told.remove("filters");
		told.put("truncated", true);
		return JSON.writeValueAsString(told);
	}

	private static void sent(Map<String, Object> told, RequestRecord call, MaskedUris uris) {
		LiveService service = call.service();
		ServiceInstance instance = call.instance();
		GatewayExchange sent = call.sent();
		if (service != null && instance != null && sent != null) {
			told.put("service", cut(service.id()));
			told.put("instance", cut(instance.id()));
			GatewayRequest request = sent.request();
			String uri = uris.uri(request.rawPath(), request.rawQuery(), sent.rawPathVariables());
			told.put("method", cut(request.method().name()));
			told.put("uri", cut(instance.definition().uri() + uri, LONGEST_URI));
		}
		told.put("attempts", call.attempts());
	}

	// Of a response that goes on, the end is not known yet
	private static void termination(Map<String, Object> told, Termination termination) {
		if (termination.isError()) {
			told.put("termination", termination.cause());
			told.put("side", KebabCase.of(termination.side()));
			told.put("phase", KebabCase.of(termination.phase()));
		}
	}

	private static String pattern(RequestRecord request) {
		PathContainer path = PathContainer.parsePath(request.exchange().received().rawPath());
		for (PathPattern pattern : request.route().paths()) {
			if (pattern.matches(path)) {
				return pattern.getPatternString();
			}
		}
		return request.route().paths().get(0).getPatternString();
	}

	private static String cut(String text) {
		return cut(text, LONGEST_VALUE);
	}

	private static String cut(String text, int longest) {
		return (text.length() <= longest) ? text : text.substring(0, longest) + "...";
	}

	private static double millis(long nanos) {
		return Math.round(nanos / NANOS * 100) / 100d;
	}

	private static void put(Map<String, Object> told, String name, @Nullable Object value) {
		if (value != null) {
			told.put(name, value);
		}
	}

}
