package io.embeddedgateway.observability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * The way of a request as one line of JSON in ASCII, short enough for a header.
 */
final class TraceText {

	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private static final int LONGEST = 4096;

	private static final int LONGEST_VALUE = 100;

	private static final double NANOS = 1_000_000d;

	private TraceText() {
	}

	/**
	 * Tell the way of a request, as far as it is known when its answer begins.
	 * @param request what is known of it
	 * @param filters the names of the filters of its route
	 * @return at most 4096 characters; without the names of the filters if there is no
	 * place for them
	 */
	static String of(RequestRecord request, List<String> filters) {
		Map<String, Object> told = new LinkedHashMap<>();
		told.put("route", cut(request.route().id()));
		told.put("why", cut("path " + pattern(request)));
		told.put("filters", filters.stream().map(TraceText::cut).toList());
		LiveService service = request.service();
		put(told, "service", (service != null) ? cut(service.id()) : null);
		ServiceInstance instance = request.instance();
		put(told, "instance", (instance != null) ? cut(instance.id()) : null);
		told.put("attempts", request.attempts());
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
		return (text.length() <= LONGEST_VALUE) ? text : text.substring(0, LONGEST_VALUE) + "...";
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
