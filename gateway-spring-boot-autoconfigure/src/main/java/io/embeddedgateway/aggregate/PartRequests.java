package io.embeddedgateway.aggregate;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.InterimResponses;
import io.embeddedgateway.Template.Place;

/**
 * Makes the requests of parts for one request of a client.
 */
final class PartRequests {

	/**
	 * Beside those that begin with 'content-' or 'if-': what the client says about its
	 * own body, its own copy of the answer, and its own connection.
	 */
	private static final Set<String> OWN = Set.of("accept", "accept-encoding", "connection", "expect", "keep-alive",
			"proxy-connection", "range", "te", "trailer", "transfer-encoding", "upgrade");

	private final GatewayExchange exchange;

	private final HttpHeaders passed;

	private final PartReader reader;

	PartRequests(GatewayExchange exchange, PartReader reader) {
		this.reader = reader;
		this.exchange = exchange;
		this.passed = passed(exchange.request().headers());
	}

	private static HttpHeaders passed(HttpHeaders headers) {
		HttpHeaders passed = new HttpHeaders();
		for (String name : headers.headerNames()) {
			String lower = name.toLowerCase(Locale.ROOT);
			if (!OWN.contains(lower) && !lower.startsWith("content-") && !lower.startsWith("if-")
					&& !lower.startsWith("sec-websocket-")) {
				passed.addAll(name, headers.getOrEmpty(name));
			}
		}
		return passed;
	}

	/**
	 * Make the request of a part.
	 * @param part the part
	 * @param values the values for its templates
	 * @return the exchange with the request, or {@code null} if the path lacks a value
	 * @throws UnsuitableValueException if a value can't stand where it should
	 */
	@Nullable GatewayExchange exchange(Part part, Values values) {
		PartCall call = part.call();
		String path = call.path().expand(values, Place.PATH);
		if (path == null) {
			return null;
		}
		HttpHeaders headers = HttpHeaders.copyOf(this.passed);
		headers.set(HttpHeaders.ACCEPT,
				(part.result().type() == BodyType.JSON) ? MediaType.APPLICATION_JSON_VALUE : MediaType.ALL_VALUE);
		Flux<DataBuffer> body = body(call, values, headers);
		call.headers().forEach((name, template) -> {
			String value = template.expand(values, Place.HEADER);
			if (value != null) {
				headers.set(name, value);
			}
			else {
				headers.remove(name);
			}
		});
		return this.exchange
			.withRequest(new GatewayRequest(call.method(), path, query(call.query(), values), headers, body))
			.withInterimResponses(InterimResponses.NONE);
	}

	private static @Nullable String query(Map<String, ValueTemplate> parameters, Values values) {
		StringBuilder query = new StringBuilder();
		parameters.forEach((name, template) -> {
			String value = template.expand(values, Place.QUERY);
			if (value != null) {
				query.append(query.isEmpty() ? "" : "&").append(Place.QUERY.escape(name)).append('=').append(value);
			}
		});
		return query.isEmpty() ? null : query.toString();
	}

	private @Nullable Flux<DataBuffer> body(PartCall call, Values values, HttpHeaders headers) {
		if (call.body() == null) {
			return null;
		}
		JsonNode tree = call.body().expand(values);
		byte[] bytes = (tree != null) ? this.reader.write(tree) : new byte[0];
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.setContentLength(bytes.length);
		return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)));
	}

}
