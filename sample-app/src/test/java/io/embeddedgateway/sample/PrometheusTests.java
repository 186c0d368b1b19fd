package io.embeddedgateway.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus gets, and whether the dashboard and the alerts ask for it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.metrics.distribution.slo.gateway.requests=100ms,1s",
				"spring.test.metrics.export=true" })
@AutoConfigureWebTestClient
class PrometheusTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern USED = Pattern.compile("\\b(gateway_[a-z_]+)(\\{[^}]*\\})?");

	private static final Pattern LABEL = Pattern.compile("([a-z]+)[=!]~?\\\\?\"");

	@Autowired
	private WebTestClient client;

	@Autowired
	private Services services;

	@DynamicPropertySource
	static void freePorts(DynamicPropertyRegistry registry) {
		FreePorts.find().forEach((property, port) -> registry.add(property, () -> port));
	}

	private int status(String path) {
		return this.client.get().uri(path).exchange().expectBody(String.class).returnResult().getStatus().value();
	}

	private String scrape() {
		byte[] body = this.client.mutate()
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(4 * 1024 * 1024))
			.build()
			.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBodyContent();
		return new String(body, StandardCharsets.UTF_8);
	}

	private void use() {
		assertThat(status("/api/orders/1")).isEqualTo(200);
		assertThat(status("/api/customers/7")).isEqualTo(200);
		assertThat(status("/api/own-orders/1")).isEqualTo(401);
		ServiceInstance instance = this.services.get("orders").instances().get(2);
		instance.condition().administer(AdminState.DRAINING, "a test");
		instance.condition().administer(AdminState.ENABLED, "a test");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana/gateway-dashboard.json", "prometheus/gateway-alerts.yml" })
	void everyMetricThatIsAskedForIsThere(String file) throws IOException {
		use();
		String asking = Files.readString(DOCS.resolve(file));
		Set<String> names = new TreeSet<>();
		Matcher used = USED.matcher(asking);
		while (used.find()) {
			names.add(used.group(1));
		}
		assertThat(names).hasSizeGreaterThan(10);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(names("\n" + scrape())).containsAll(names));
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana/gateway-dashboard.json", "prometheus/gateway-alerts.yml" })
	void everyLabelThatIsAskedForIsThere(String file) throws IOException {
		use();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> scrape().contains("\ngateway_errors_total"));
		String scrape = scrape();
		Matcher used = USED.matcher(Files.readString(DOCS.resolve(file)));
		while (used.find()) {
			if (used.group(2) != null) {
				String line = scrape.lines()
					.filter((next) -> next.startsWith(used.group(1) + "{"))
					.findFirst()
					.orElse("");
				Matcher label = LABEL.matcher(used.group(2));
				while (label.find()) {
					// That of the scrape itself
					assertThat("{job=\"gateway\"," + line).containsPattern("[{,]" + label.group(1) + "=");
				}
			}
		}
	}

	@Test
	void requestsAreMeasuredByRoute() {
		use();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(scrape()).containsPattern(
					"gateway_requests_seconds_count\\{outcome=\"complete\",route=\"orders\",service=\"orders\",status=\"2xx\"} [1-9]"));
	}

	private static Set<String> names(String scrape) {
		Set<String> names = new TreeSet<>();
		Matcher line = Pattern.compile("\n(gateway_[a-z_]+)[{ ]").matcher(scrape);
		while (line.find()) {
			names.add(line.group(1));
		}
		return names;
	}

}
