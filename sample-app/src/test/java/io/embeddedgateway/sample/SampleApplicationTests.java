package io.embeddedgateway.sample;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every route of the sample, over real connections.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureWebTestClient
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void freePorts(DynamicPropertyRegistry registry) {
		FreePorts.find().forEach((property, port) -> registry.add(property, () -> port));
	}

	@Test
	void orderIsServedUnderAnotherPathWithOtherHeaders() {
		this.client.get()
			.uri("/api/orders/7?x=1")
			.cookie("session", "secret")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Team", "fulfilment")
			.expectHeader()
			.valueEquals("Via", "1.1 gateway")
			.expectBody()
			.jsonPath("$.service")
			.isEqualTo("orders")
			.jsonPath("$.method")
			.isEqualTo("GET")
			.jsonPath("$.path")
			.isEqualTo("/v1/orders/7?x=1")
			.jsonPath("$.headers['X-Requested-By']")
			.isEqualTo("gateway for 127.0.0.1")
			.jsonPath("$.headers['X-Forwarded-For']")
			.isEqualTo("127.0.0.1");
	}

	@Test
	void ordersAreSharedByWeight() {
		Map<String, Integer> requests = new HashMap<>();
		for (int i = 0; i < 20; i++) {
			requests.merge(instance("/api/orders"), 1, Integer::sum);
		}
		assertThat(requests).isEqualTo(Map.of("orders-1", 5, "orders-2", 5, "orders-3", 10));
	}

	@Test
	void customersAreSharedByTwoInstances() {
		Map<String, Integer> requests = new HashMap<>();
		for (int i = 0; i < 100; i++) {
			requests.merge(instance("/api/customers/" + i), 1, Integer::sum);
		}
		assertThat(requests).containsOnlyKeys("customers-1", "customers-2");
	}

	private String instance(String uri) {
		DemoInstance.Answer answer = this.client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(DemoInstance.Answer.class)
			.returnResult()
			.getResponseBody();
		assertThat(answer).isNotNull();
		return answer.instance();
	}

	@Test
	void customersAreOnlyRead() {
		this.client.get()
			.uri("/api/customers/{id}", "a b")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.path")
			.isEqualTo("/customers/a%20b");
		this.client.delete()
			.uri("/api/customers/1")
			.exchange()
			.expectStatus()
			.isEqualTo(405)
			.expectHeader()
			.valueEquals("Allow", "GET, HEAD, OPTIONS")
			.expectBody();
	}

	@Test
	void pricesGoToTheirOwnServer() {
		this.client.method(HttpMethod.POST)
			.uri("/api/prices/list")
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.instance")
			.isEqualTo("pricing-1")
			.jsonPath("$.method")
			.isEqualTo("POST")
			.jsonPath("$.path")
			.isEqualTo("/prices/list");
	}

	@Test
	void priceFeedIsAWebSocket() {
		AtomicReference<String> heard = new AtomicReference<>();
		Mono<Void> session = new ReactorNettyWebSocketClient().execute(
				URI.create("ws://127.0.0.1:" + this.port + "/api/prices/feed"),
				(socket) -> socket.send(Mono.just(socket.textMessage("hello")))
					.then(socket.receive().next().map(WebSocketMessage::getPayloadAsText).doOnNext(heard::set).then()));
		StepVerifier.create(session).expectComplete().verify(Duration.ofSeconds(20));
		assertThat(heard).hasValue("pricing-1 heard hello");
	}

	@Test
	void partnerGetsThePricesForPartners() {
		this.client.get()
			.uri("/api/prices/list?page=2")
			.header("X-Partner", "acme")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.path")
			.isEqualTo("/prices/list?page=2&partner=acme");
	}

	@Test
	void somethingElseThanAPartnerGetsTheUsualPrices() {
		this.client.get()
			.uri("/api/prices/list")
			.header("X-Partner", "ACME")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.path")
			.isEqualTo("/prices/list");
	}

	@Test
	void orderPageIsMadeOfSeveralServices() {
		this.client.get()
			.uri("/api/order-page/7")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.doesNotExist("Gateway-Incomplete")
			.expectBody()
			.json("""
					{
					  "order": {"id": "7", "customerId": "c-7",
					    "items": [{"sku": "A1", "quantity": 2}, {"sku": "B2", "quantity": 1}]},
					  "customer": {"name": "Anna", "address": {"city": "Ulm"}},
					  "prices": [{"sku": "A1", "price": 9.90}, {"sku": "B2", "price": 4.50}],
					  "stock": [{"sku": "A1", "left": 3}, {"sku": "B2", "left": 0}],
					  "greeting": "Hello from the application itself\\n"
					}""", JsonCompareMode.STRICT);
	}

	@Test
	void oldPathIsRedirected() {
		this.client.get()
			.uri("/orders/7?x=1")
			.exchange()
			.expectStatus()
			.isEqualTo(308)
			.expectHeader()
			.valueEquals("Location", "/api/orders/7?x=1")
			.expectBody();
	}

	@Test
	void retiredVersionIsGone(CapturedOutput output) {
		this.client.get()
			.uri("/api/v0/orders")
			.exchange()
			.expectStatus()
			.isEqualTo(410)
			.expectBody(String.class)
			.isEqualTo("This version is gone. Use /api/orders.");
		// The access log tells of it, the filter of the application does not
		assertThat(output.getOut().lines().filter((line) -> line.contains("AuditFilter")))
			.noneMatch((line) -> line.contains("/api/v0/orders"));
	}

	@Test
	void ownControllerAnswersBesideTheRoutes(CapturedOutput output) {
		this.client.get()
			.uri("/hello")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.doesNotExist("Cache-Control")
			.expectBody(String.class)
			.isEqualTo("Hello from the application itself\n");
		assertThat(output).doesNotContain("/hello");
	}

	@Test
	void localRouteRunsItsFiltersAroundTheOwnController(CapturedOutput output) {
		this.client.get()
			.uri("/guarded/hello")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectBody(String.class)
			.isEqualTo("Hello from behind a local route\n");
		assertThat(output).contains("GET /guarded/hello -> 200, route 'guarded' of team platform");
	}

	@Test
	void requestIsAuditedAsTheClientSentIt(CapturedOutput output) {
		this.client.get().uri("/api/orders/8").exchange().expectStatus().isOk().expectBody();
		assertThat(output).contains("GET /api/orders/8 -> 200, route 'orders' of team fulfilment");
	}

	@Test
	void gatewayHasAPageToLookAt() {
		this.client.get()
			.uri("/actuator/gateway/dashboard")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML)
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("<h1>Gateway</h1>"));
	}

	@Test
	void healthIsTheApplicationsOwn() {
		this.client.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP");
	}

}
