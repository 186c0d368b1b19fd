package io.embeddedgateway.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * One instance of a demo service: answers every request with what it received, and every
 * message of a WebSocket with the same.
 */
final class DemoInstance implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private static final List<String> SHOWN = List.of("Host", "X-Forwarded-For", "X-Forwarded-Host", "Via",
			"X-Requested-By");

	private final String name;

	private final JsonMapper json;

	DemoInstance(String name, JsonMapper json) {
		this.name = name;
		this.json = json;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		if (request.requestHeaders().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
			return response.sendWebsocket((in, out) -> out
				.sendString(in.receive().asString().map((message) -> this.name + " heard " + message)));
		}
		String answer = this.json.writeValueAsString(new Answer(this.name.replaceFirst("-\\d+$", ""), this.name,
				request.method().name(), request.uri(), shown(request.requestHeaders())));
		return response.header("Content-Type", "application/json").sendString(Mono.just(answer));
	}

	private static Map<String, String> shown(HttpHeaders headers) {
		Map<String, String> shown = new LinkedHashMap<>();
		for (String header : SHOWN) {
			if (headers.contains(header)) {
				shown.put(header, String.join(", ", headers.getAll(header)));
			}
		}
		return shown;
	}

	/**
	 * What an instance answers.
	 *
	 * @param service the service it belongs to
	 * @param instance its name
	 * @param method the method that it received
	 * @param path the path and query that it received
	 * @param headers some of the headers that it received
	 */
	record Answer(String service, String instance, String method, String path, Map<String, String> headers) {
	}

}
