package io.embeddedgateway.sample;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README shows of instances that fail.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "management.opentelemetry.tracing.export.schedule-delay=10ms")
@AutoConfigureWebTestClient
class FailingInstanceTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private Services services;

	@Autowired
	private Environment environment;

	@Autowired
	private InMemorySpanExporter spans;

	@DynamicPropertySource
	static void freePorts(DynamicPropertyRegistry registry) {
		FreePorts.find().forEach((property, port) -> registry.add(property, () -> port));
	}

	@Test
	void instanceThatFailsIsLeftAloneUntilItIsWell() {
		behave("orders-3", "?status=503");
		try {
			for (int i = 0; i < 20; i++) {
				assertThat(instance("/api/orders")).isIn("orders-1", "orders-2");
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> state("orders-3") == InstanceState.UNHEALTHY);
		}
		finally {
			behave("orders-3", "");
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> instance("/api/orders").equals("orders-3"));
		assertThat(state("orders-3")).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void traceHasBothAttemptsOfARequest() {
		behave("orders-3", "?status=503");
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				assertThat(instance("/api/orders/7")).isIn("orders-1", "orders-2");
				return !statusesOfRetriedRequest().isEmpty();
			});
			assertThat(statusesOfRetriedRequest()).containsExactly("503", "200");
		}
		finally {
			behave("orders-3", "");
		}
	}

	// Of the attempts that stand below the same request, which Spring Boot made a span of
	private List<String> statusesOfRetriedRequest() {
		List<SpanData> finished = this.spans.getFinishedSpanItems();
		return finished.stream()
			.filter((span) -> span.getName().equals("http get /api/orders/**"))
			.map((server) -> finished.stream()
				.filter((span) -> span.getParentSpanId().equals(server.getSpanId()))
				.sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
				.map((span) -> span.getAttributes().get(AttributeKey.stringKey("status")))
				.toList())
			.filter((statuses) -> statuses.size() == 2)
			.findFirst()
			.orElse(List.of());
	}

	private InstanceState state(String instance) {
		return this.services.get("orders").instances().get(instance.charAt(instance.length() - 1) - '1').state();
	}

	@Test
	void somebodyAnswersForAServiceThatDoesNot() {
		behave("pricing-1", "?status=500&delay=5s");
		try {
			this.client.get()
				.uri("/api/prices/list")
				.exchange()
				.expectStatus()
				.isEqualTo(503)
				.expectBody(String.class)
				.isEqualTo("Prices are being worked out. Come back in a minute.");
		}
		finally {
			behave("pricing-1", "");
		}
	}

	@Test
	void answerSaysWhatIsMissing() {
		behave("pricing-1", "?status=503");
		try {
			this.client.get()
				.uri("/api/order-page/7")
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.valueEquals("Gateway-Incomplete", "prices")
				.expectBody()
				.jsonPath("$.prices")
				.isEmpty()
				.jsonPath("$.customer.name")
				.isEqualTo("Anna")
				.jsonPath("$.errors[0].part")
				.isEqualTo("prices")
				.jsonPath("$.errors[0].status")
				.isEqualTo(503);
		}
		finally {
			behave("pricing-1", "");
		}
	}

	@Test
	void clientStaysWithTheInstanceThatAnsweredIt() {
		String cookie = this.client.get()
			.uri("/api/customers/1")
			.exchange()
			.expectCookie()
			.httpOnly("GATEWAY_AFFINITY_customers", true)
			.returnResult()
			.getResponseCookies()
			.getFirst("GATEWAY_AFFINITY_customers")
			.getValue();
		Set<String> instances = new HashSet<>();
		for (int i = 0; i < 10; i++) {
			this.client.get()
				.uri("/api/customers/1")
				.cookie("GATEWAY_AFFINITY_customers", cookie)
				.exchange()
				.expectBody(Map.class)
				.value((answer) -> instances.add((String) answer.get("instance")));
		}
		assertThat(instances).hasSize(1);
	}

	private void behave(String instance, String behaviour) {
		WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.environment.getRequiredProperty("demo.ports." + instance))
			.build()
			.put()
			.uri("/behaviour" + behaviour)
			.exchange()
			.expectStatus()
			.isOk();
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

	/**
	 * Keeps spans, in place of a collector.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Traces {

		@Bean
		InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

	}

}
