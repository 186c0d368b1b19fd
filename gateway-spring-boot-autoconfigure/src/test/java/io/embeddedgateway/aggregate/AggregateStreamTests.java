package io.embeddedgateway.aggregate;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts that are passed on as they come.
 */
class AggregateStreamTests {

	private static final String YAML = """
			gateway:
			  services:
			    shop: {instances: "%1$s"}
			  routes:
			    export:
			      path: /export
			      aggregate:
			        parts:
			          order: shop /order
			          rows: {service: shop, path: /rows, stream: true}
			    cut:
			      path: /cut
			      aggregate:
			        parts:
			          rows: {service: shop, path: /cut, stream: true}
			    forged:
			      path: /forged
			      aggregate:
			        parts:
			          rows: {service: shop, path: /forged, stream: true}
			""";

	private static Upstream shop;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		shop = Upstream.with(AggregateStreamTests::answer);
		app = GatewayApp.start(YAML.formatted(shop.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		shop.close();
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		response.header("Content-Type", "application/json");
		return switch (request.uri()) {
			case "/rows" -> response.sendString(Flux.range(0, 200_000)
				.map((row) -> ((row == 0) ? "[" : ",") + "{\"row\":" + row + "}")
				.buffer(5000)
				.map((rows) -> String.join("", rows))
				.concatWithValues("]"));
			case "/cut" -> response.sendString(Mono.just("[1,2"));
			case "/forged" -> response.sendString(Flux.just("1", ",\"admin\":true"));
			default -> response.sendString(Mono.just("{\"customerId\":\"c-3\",\"total\":10.50}"));
		};
	}

	@Test
	void largePartIsPassedOnAsItComes() {
		String answer = HttpClient.create()
			.get()
			.uri(app.url("/export"))
			.responseSingle(
					(response, body) -> body.asString().map((text) -> response.responseHeaders().get("ETag") + text))
			.toFuture()
			.orTimeout(60, TimeUnit.SECONDS)
			.join();
		assertThat(answer).startsWith("null{\"order\":{\"customerId\":\"c-3\",")
			.contains("\"total\":10.50},\"rows\":[{\"row\":0},{\"row\":1},")
			.endsWith(",{\"row\":199999}]}")
			.hasSizeGreaterThan(2_000_000);
	}

	@Test
	void answerBreaksOffWhereAPartDoes() throws IOException {
		assertThat(RawHttp.get(app.port(), "/cut")).contains("{\"rows\":").contains("[1,2").doesNotContain("\r\n0\r\n");
		assertThat(RawHttp.get(app.port(), "/forged")).doesNotContain("admin").doesNotContain("\r\n0\r\n");
	}

}
