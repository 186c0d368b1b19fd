package io.embeddedgateway.auth.dpop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.jwk.JWK;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.TokenBinding;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.TokenProvider;
import io.embeddedgateway.auth.VerifiedCaller;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens that are bound to a key, over real sockets.
 */
class DpopRouteTests {

	private static final JWK KEY = Proof.key();

	private static Upstream upstream;

	private static GatewayApp app;

	private static WebTestClient client;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		app = GatewayApp.start("""
				gateway:
				  dpop: {nonce: required, nonce-key: 0123456789012345678901234567890123456789, algorithms: ES256}
				  routes:
				    orders: {path: /orders/**, uri: "%s"}
				    failing: {path: /failing/**, uri: "http://127.0.0.1:1", fallback: "orders"}
				""".formatted(upstream.uri()), Beans.class);
		client = WebTestClient.bindToServer().baseUrl(app.url("")).build();
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void clientGetsANonceAndThenTheAnswer() {
		EntityExchangeResult<byte[]> refused = get("/orders/1", "DPoP bound", proof("/orders/1", "bound"));
		assertThat(refused.getStatus().value()).isEqualTo(401);
		assertThat(refused.getResponseHeaders().get(HttpHeaders.WWW_AUTHENTICATE)).containsExactly("Bearer",
				"DPoP algs=\"ES256\", error=\"use_dpop_nonce\"");
		String nonce = refused.getResponseHeaders().getFirst("DPoP-Nonce");
		Proof proof = proof("/orders/1", "bound").claim("nonce", nonce);
		String text = proof.toString();
		EntityExchangeResult<byte[]> answer = get("/orders/1?page=1", "DPoP bound", text);
		assertThat(answer.getStatus().value()).isEqualTo(200);
		assertThat(answer.getResponseHeaders().getFirst("DPoP-Nonce")).isNull();
		EntityExchangeResult<byte[]> replayed = get("/orders/1?page=1", "DPoP bound", text);
		assertThat(replayed.getStatus().value()).isEqualTo(401);
		assertThat(replayed.getResponseHeaders().get(HttpHeaders.WWW_AUTHENTICATE))
			.contains("DPoP algs=\"ES256\", error=\"invalid_dpop_proof\"");
	}

	@Test
	void proofOfARequestThatFallsBackIsCheckedOnce() {
		String nonce = get("/failing", "DPoP bound", proof("/failing", "bound")).getResponseHeaders()
			.getFirst("DPoP-Nonce");
		EntityExchangeResult<byte[]> answer = get("/failing", "DPoP bound",
				proof("/failing", "bound").claim("nonce", nonce));
		assertThat(answer.getStatus().value()).isEqualTo(200);
	}

	@Test
	void clientThatUsesAnOldNonceLearnsTheNextOne() {
		NonceKey key = NonceKey.of("0123456789012345678901234567890123456789");
		long period = Instant.now().toEpochMilli() / Nonces.PERIOD.toMillis();
		EntityExchangeResult<byte[]> answer = get("/orders/1", "DPoP bound",
				proof("/orders/1", "bound").claim("nonce", key.nonce(period - 1)));
		// Unless the period ends just now
		if (answer.getStatus().is2xxSuccessful()) {
			assertThat(answer.getResponseHeaders().getFirst("DPoP-Nonce")).isIn(key.nonce(period),
					key.nonce(period + 1));
		}
	}

	@Test
	void schemeHasToBeThatOfTheToken() {
		EntityExchangeResult<byte[]> bearer = get("/orders/1", "Bearer bound", proof("/orders/1", "bound"));
		assertThat(bearer.getStatus().value()).isEqualTo(401);
		assertThat(bearer.getResponseHeaders().get(HttpHeaders.WWW_AUTHENTICATE))
			.containsExactly("Bearer error=\"invalid_token\"");
		assertThat(get("/orders/1", "DPoP free", proof("/orders/1", "free")).getStatus().value()).isEqualTo(401);
		assertThat(get("/orders/1", "Bearer free", "").getStatus().value()).isEqualTo(200);
	}

	private static EntityExchangeResult<byte[]> get(String path, String authorization, Object proof) {
		return client.get()
			.uri(path)
			.header(HttpHeaders.AUTHORIZATION, authorization)
			.header("DPoP", proof.toString())
			.exchange()
			.expectBody()
			.returnResult();
	}

	private static Proof proof(String path, String token) {
		return Proof.of(KEY, "GET", app.url(path), token, Instant.now());
	}

	/**
	 * A provider with a token that is bound to a key, and one that is not.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		AuthProviderSource tokens(TokenCache cache, List<SenderConstraint> constraints) {
			AuthProvider tokens = new TokenProvider("tokens", null, Beans::verify, TokenBinding.NONE,
					Duration.ofMinutes(1), cache, constraints);
			return () -> List.of(tokens);
		}

		private static Mono<VerifiedCaller> verify(String token) {
			Caller caller = new Caller("tokens", token, null, Set.of(), Set.of(), Map.of());
			Map<String, Object> confirmation = token.equals("bound") ? Map.of("jkt", Proof.thumbprint(KEY)) : Map.of();
			return Mono
				.just(new VerifiedCaller(caller, new Credential(CredentialKind.TOKEN, HttpHeaders.AUTHORIZATION, token),
						null, null, confirmation, () -> true));
		}

	}

}
