package io.embeddedgateway.auth.jwt;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.KeyServer;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens that must not be accepted, over real sockets.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JwtAttackTests {

	private KeyServer issuer;

	private TriedTokens tokens;

	private Upstream upstream;

	private GatewayApp app;

	private WebTestClient client;

	@BeforeAll
	void start() {
		this.issuer = new KeyServer(TriedTokens.RSA, TriedTokens.EC);
		this.upstream = Upstream.echo();
		this.app = GatewayApp.start("""
				gateway:
				  auth:
				    main: {jwt: {issuer-uri: "%s", audiences: api}}
				    pss: {jwt: {jwk-set-uri: "%s", issuer: pss, algorithms: PS256}}
				  services: {site: {instances: "%s"}}
				  routes:
				    main: {path: /main/**, service: site, auth: {providers: main}}
				    pss: {path: /pss/**, service: site, auth: {providers: pss}}
				""".formatted(this.issuer.issuer(), this.issuer.jwkSetUri(), this.upstream.uri()));
		this.tokens = new TriedTokens(this.issuer.issuer(), this.upstream.uri());
		this.client = WebTestClient.bindToServer().baseUrl(this.app.url("")).build();
	}

	@AfterAll
	void stop() {
		this.app.close();
		this.upstream.close();
		this.issuer.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("good")
	void goodTokenIsAccepted(String token) {
		assertThat(status("/main", token)).isEqualTo(200);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("bad")
	void badTokenIsRefused(String token) {
		this.client.get()
			.uri("/main")
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Valid credentials are needed");
	}

	private Stream<Named<String>> good() {
		return this.tokens.good();
	}

	private Stream<Named<String>> bad() {
		return Stream
			.of(this.tokens.unsigned(), this.tokens.confused(), this.tokens.headers(), this.tokens.times(),
					this.tokens.names(), this.tokens.spellings(), this.tokens.signatures())
			.flatMap((group) -> group);
	}

	@Test
	void nobodyIsAskedWhereATokenSaysSo() {
		assertThat(this.upstream.received())
			.noneMatch((request) -> request.uri().contains("jku") || request.uri().contains("x5u"));
	}

	@Test
	void onlyTheConfiguredAlgorithmCounts() {
		Map<String, Object> claims = this.tokens.claims("iss", "pss");
		assertThat(status("/pss", TriedTokens.RSA.as("rsa", "PS256").token(claims))).isEqualTo(200);
		assertThat(status("/pss", TriedTokens.RSA.token(claims))).isEqualTo(401);
		assertThat(status("/pss", TriedTokens.RSA.as("rsa", "PS512").token(claims))).isEqualTo(401);
		assertThat(status("/pss", TriedTokens.EC.token(claims))).isEqualTo(401);
		// A signature of one kind under the name of the other
		assertThat(status("/pss", TriedTokens.RSA.token(TriedTokens.header("alg", "PS256"), claims))).isEqualTo(401);
	}

	@Test
	void hugeTokenIsRefusedBeforeItIsRead() {
		assertThat(status("/main", TriedTokens.RSA.token(this.tokens.claims("x", "x".repeat(20_000))))).isEqualTo(431);
	}

	private int status(String path, String token) {
		return this.client.get()
			.uri(path)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value();
	}

}
