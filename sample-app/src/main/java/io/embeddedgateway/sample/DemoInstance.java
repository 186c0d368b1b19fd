package io.embeddedgateway.sample;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.reactivestreams.Publisher;
import org.springframework.boot.convert.DurationStyle;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * One instance of a demo service: answers every request with {@linkplain DemoData what it
 * knows}, or else with what it received, and every message of a WebSocket with the same.
 * {@code PUT /behaviour?status=503&delay=2s} makes it fail, or take its time; without
 * parameters it is well again.
 */
final class DemoInstance implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private static final List<String> SHOWN = List.of("Host", "X-Forwarded-For", "X-Forwarded-Host", "Via",
			"Authorization", "X-Api-Key", "X-Requested-By", "X-User-Id", "X-Plan");

	private final String name;

	private final JsonMapper json;

	private volatile Behaviour behaviour = Behaviour.GOOD;

	DemoInstance(String name, JsonMapper json) {
		this.name = name;
		this.json = json;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		if (request.method().equals(HttpMethod.PUT) && request.uri().startsWith("/behaviour")) {
			return behave(request, response);
		}
		Behaviour behaviour = this.behaviour;
		Mono<Void> answer = Mono.defer(() -> Mono.from(answer(request, response.status(behaviour.status()))));
		return behaviour.delay().isZero() ? answer : Mono.delay(behaviour.delay()).then(answer);
	}

	private Publisher<Void> behave(HttpServerRequest request, HttpServerResponse response) {
		try {
			this.behaviour = Behaviour.of(new QueryStringDecoder(request.uri()).parameters());
		}
		catch (IllegalArgumentException ex) {
			return response.status(400).sendString(Mono.just("Write status=200 to 599, or delay=2s\n"));
		}
		return response.sendString(Mono.just(this.name + " answers " + this.behaviour + "\n"));
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		if (request.requestHeaders().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
			return response.sendWebsocket((in, out) -> out
				.sendString(in.receive().asString().map((message) -> this.name + " heard " + message)));
		}
		Object data = DemoData.at(request.uri());
		String answer = this.json.writeValueAsString((data != null) ? data : received(request));
		return response.header("Content-Type", "application/json").sendString(Mono.just(answer));
	}

	private Answer received(HttpServerRequest request) {
		return new Answer(this.name.replaceFirst("-\\d+$", ""), this.name, request.method().name(), request.uri(),
				shown(request.requestHeaders()));
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
	 * How an instance answers.
	 *
	 * @param status with which status
	 * @param delay after which time
	 */
	record Behaviour(int status, Duration delay) {

		static final Behaviour GOOD = new Behaviour(200, Duration.ZERO);

		Behaviour {
			if (status < 200 || status > 599 || delay.isNegative()) {
				throw new IllegalArgumentException("No such behaviour");
			}
		}

		static Behaviour of(Map<String, List<String>> parameters) {
			int status = Integer.parseInt(parameters.getOrDefault("status", List.of("200")).get(0));
			String delay = parameters.getOrDefault("delay", List.of("0s")).get(0);
			return new Behaviour(status, DurationStyle.detectAndParse(delay));
		}

		@Override
		public String toString() {
			return this.status + (this.delay.isZero() ? "" : " after " + this.delay.toMillis() + " ms");
		}

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
