package io.embeddedgateway.routing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.UnroutedRequest;
import io.embeddedgateway.UnroutedRequest.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When somebody is told of a request that no route took.
 */
class UnroutedTests {

	private static final GatewayResponse REFUSED = GatewayResponse.of(HttpStatus.BAD_REQUEST);

	private final List<UnroutedRequest> told = new ArrayList<>();

	private final MockServerHttpResponse response = new Unsent();

	private final ServerWebExchange exchange = MockServerWebExchange
		.from(MockServerHttpRequest.method(HttpMethod.GET, URI.create("/reset/a%2Fb/")))
		.mutate()
		.response(this.response)
		.build();

	@Test
	void toldOnceWhenTheAnswerIsWritten() {
		Mono<Void> answer = answer(new Unrouted(List.of(this.told::add)));
		assertThat(this.told).isEmpty();
		StepVerifier.create(answer).expectComplete().verify(Duration.ofSeconds(5));
		assertThat(this.told).singleElement().satisfies((request) -> {
			assertThat(request.reason()).isEqualTo(Reason.AMBIGUOUS);
			assertThat(request.status()).isEqualTo(400);
			assertThat(request.nanos()).isBetween(0L, System.nanoTime());
			assertThat(request.pathVariables().get()).contains(Map.of("token", "a/b"));
			assertThat(request).hasToString("AMBIGUOUS with 400");
		});
	}

	@Test
	void toldOnceWhenTheClientHasLeft() {
		this.response.beforeCommit(Mono::never);
		StepVerifier.create(answer(new Unrouted(List.of(this.told::add)))).thenCancel().verify(Duration.ofSeconds(5));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void toldOnceWhenTheAnswerCannotBeWritten() {
		this.response.beforeCommit(() -> Mono.error(new IOException("closed")));
		StepVerifier.create(answer(new Unrouted(List.of(this.told::add))))
			.expectError(IOException.class)
			.verify(Duration.ofSeconds(5));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void oneThatFailsHarmsNeitherTheAnswerNorOthers() {
		Unrouted unrouted = new Unrouted(List.of((request) -> {
			throw new IllegalStateException("a test");
		}, this.told::add));
		StepVerifier.create(answer(unrouted)).expectComplete().verify(Duration.ofSeconds(5));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void nobodyHasToListen() {
		StepVerifier.create(answer(Unrouted.UNTOLD)).expectComplete().verify(Duration.ofSeconds(5));
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
	}

	private Mono<Void> answer(Unrouted unrouted) {
		RouteTable table = RouteTableTests
			.table(List.of(Route.builder("reset").path("/reset/{token}").toUri("http://localhost:1")));
		ClientConnection client = ClientConnection.direct(null, "http", null);
		Arrival arrival = new Arrival(this.exchange, null, (rest) -> Mono.empty(), table,
				GatewayRequests.from(this.exchange.getRequest(), client, null), client,
				this.exchange.getRequest().getPath().pathWithinApplication());
		return unrouted.answer(Reason.AMBIGUOUS, REFUSED, arrival, System.nanoTime());
	}

	/**
	 * Of no server.
	 */
	private static final class Unsent extends MockServerHttpResponse {

		// The caller asks for any object, and looks what it is
		@Override
		@SuppressWarnings("unchecked")
		public <T> T getNativeResponse() {
			return (T) this;
		}

	}

}
