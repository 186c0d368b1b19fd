package io.embeddedgateway.sample;

import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The routes for known callers, with tokens of the authorization server of the sample.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient
class CallersTests {

	@Autowired
	private WebTestClient client;

	@Value("${demo.authorization-port}")
	private int authorizationPort;

	@DynamicPropertySource
	static void freePorts(DynamicPropertyRegistry registry) {
		FreePorts.find().forEach((property, port) -> registry.add(property, () -> port));
	}

	@Test
	void callerWithTheScopeIsToldToTheService() {
		this.client.get()
			.uri("/api/own-orders/7")
			.headers((headers) -> headers.setBearerAuth(token("anna")))
			.header("X-User-Id", "mallory")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.path")
			.isEqualTo("/v1/orders/7")
			.jsonPath("$.headers['X-User-Id']")
			.isEqualTo("anna")
			.jsonPath("$.headers['X-Plan']")
			.isEqualTo("pro")
			.jsonPath("$.headers['Authorization']")
			.doesNotExist();
	}

	@Test
	void callerWithoutTheScopeIsRefused() {
		this.client.get()
			.uri("/api/own-orders/7")
			.headers((headers) -> headers.setBearerAuth(token("bert")))
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"orders.read\"")
			.expectBody();
	}

	@Test
	void callerWithoutCredentialsIsToldWhatToBring() {
		this.client.get()
			.uri("/api/own-orders/7")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.exists(HttpHeaders.WWW_AUTHENTICATE)
			.expectBody();
	}

	@Test
	void applicationWithAKeyIsKnown() {
		this.client.get()
			.uri("/api/own-orders/7")
			.header("X-Api-Key", "demo-key-8f14e45fceea167a")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.headers")
			.value((headers) -> assertThat(headers).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("X-User-Id", "mobile")
				.containsEntry("X-Plan", "free")
				.doesNotContainKey("X-Api-Key"));
	}

	@Test
	void planSaysHowOftenApplicationMayCall() {
		for (int left = 4; left >= 0; left--) {
			planned("demo-key-8f14e45fceea167a").expectStatus()
				.isOk()
				.expectHeader()
				.valueMatches("RateLimit", "\"5-per-1m\";r=" + left + ";t=\\d+")
				.expectBody();
		}
		planned("demo-key-8f14e45fceea167a").expectStatus()
			.isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
			.expectHeader()
			.exists(HttpHeaders.RETRY_AFTER)
			.expectBody();
		planned("demo-key-5b1c93d07e2f4a68").expectStatus()
			.isOk()
			.expectHeader()
			.valueMatches("RateLimit", "\"100-per-1m\";r=99;t=1")
			.expectBody();
		this.client.get()
			.uri("/actuator/gatewaylimits?policy=plans&key=apps:mobile")
			.exchange()
			.expectBody()
			.jsonPath("$.limits[0].remaining")
			.isEqualTo(0)
			.jsonPath("$.limits[1].remaining")
			.isEqualTo(995);
	}

	private WebTestClient.ResponseSpec planned(String key) {
		return this.client.get().uri("/api/planned-orders/7").header("X-Api-Key", key).exchange();
	}

	@Test
	void ownControllerLearnsWhoIsCalling() {
		this.client.get()
			.uri("/own/hello")
			.headers((headers) -> headers.setBearerAuth(token("bert")))
			.exchange()
			.expectBody(String.class)
			.isEqualTo("Hello bert\n");
		this.client.get()
			.uri("/own/hello")
			.header("X-Api-Key", "demo-key-8f14e45fceea167a")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectBody();
	}

	@Test
	void pagesOfOneOtherOriginMayReadPrices() {
		this.client.get()
			.uri("/api/prices/page")
			.header(HttpHeaders.ORIGIN, "http://localhost:3000")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "http://localhost:3000")
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff")
			.expectBody();
		this.client.get()
			.uri("/api/prices/page")
			.header(HttpHeaders.ORIGIN, "http://elsewhere.example")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectBody();
	}

	private String token(String client) {
		Map<?, ?> answer = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.authorizationPort)
			.build()
			.post()
			.uri("/oauth2/token")
			.headers((headers) -> headers.setBasicAuth(client, client + "-secret"))
			.body(BodyInserters.fromFormData("grant_type", "client_credentials")
				.with("scope", client.equals("anna") ? "orders.read" : "prices"))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		return String.valueOf(answer.get("access_token"));
	}

}
