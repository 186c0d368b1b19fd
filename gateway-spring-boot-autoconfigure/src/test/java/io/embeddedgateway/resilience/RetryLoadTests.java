package io.embeddedgateway.resilience;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that fail under load, over real sockets.
 */
class RetryLoadTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void stormOfRetriesIsHeldByTheBudget() throws IOException {
		try (RawUpstream failing = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			// All of them are there before the first one fails
			connection.readUntil("never");
		}); GatewayApp app = GatewayApp.start("""
				gateway:
				  services:
				    failing: {instances: ["%1$s", "%2$s"], response-timeout: 2s, retry: {attempts: 3, statuses: 504}}
				  routes:
				    failing: {path: /failing, service: failing}
				""".formatted(failing.uri(), failing.uri().replace("127.0.0.1", "localhost")))) {
			int calls = 150;
			StepVerifier.create(statuses(app, "/failing", calls, calls).filter((status) -> status == 504).count())
				.expectNext((long) calls)
				.expectComplete()
				.verify(PATIENCE);
			// A fifth of them and a few at a time, where each might be followed by two
			// more
			assertThat(failing.connections()).isBetween(calls + calls / 10, calls * 3 / 2);
		}
	}

	private static Flux<Integer> statuses(GatewayApp app, String path, int calls, int concurrency) {
		HttpClient client = HttpClient.create(ConnectionProvider.create("load", concurrency));
		return Flux.range(0, calls)
			.flatMap((call) -> client.get()
				.uri(app.url(path))
				.responseSingle(
						(response, body) -> body.asByteArray().then(Mono.fromSupplier(() -> response.status().code())))
				.onErrorReturn(-1), concurrency, 1);
	}

}
