package io.embeddedgateway.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.ratelimit.RateLimitStore;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;
import io.embeddedgateway.usage.UsageBatch;
import io.embeddedgateway.usage.UsageMetrics;
import io.embeddedgateway.usage.UsageRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The one list of meters is that of the documentation, and that of a running application.
 */
class GatewayMeterTests {

	private static final String YAML = """
			gateway:
			  services:
			    orders:
			      instances: "%1$s"
			      circuit-breaker: 50%%
			      max-concurrent: 10
			      hedge: 1s
			  auth:
			    main: {jwt: {jwk-set-uri: "http://127.0.0.1:1/keys", issuer: main}}
			  usage: {metrics: true}
			  routes:
			    orders: {path: /orders, service: orders, rate-limit: 5/1s, auth: none}
			    secret: {path: /secret, service: orders}
			    all:
			      path: /all
			      auth: none
			      aggregate: {parts: {order: {service: orders, path: /order}}}
			""";

	private static final Pattern ROW = Pattern.compile("\\| `(gateway\\.[a-z.]+)` \\| (\\w+) \\|([^|]*)\\|.*");

	@Test
	void namesFollowTheConventions() {
		assertThat(GatewayMeter.values()).extracting(GatewayMeter::meterName).doesNotHaveDuplicates();
		assertThat(GatewayMeter.values()).allSatisfy((meter) -> {
			assertThat(meter.meterName()).matches("gateway(\\.[a-z]+)+");
			assertThat(meter.tags()).allSatisfy((tag) -> assertThat(tag).matches("[a-z]+"));
			assertThat(meter.description()).matches("[A-Z].*[^.]");
		});
	}

	@Test
	void documentationHasEachMeter() throws IOException {
		List<String> documented = new ArrayList<>();
		for (String line : Files.readAllLines(DocumentedYaml.REPOSITORY.resolve("docs/observability.md"))) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				String tags = row.group(3).replace("`", "").strip();
				documented.add((row.group(1) + " " + row.group(2) + " " + tags).strip());
			}
		}
		assertThat(documented).containsExactlyElementsOf(Arrays.stream(GatewayMeter.values())
			.map((meter) -> (meter.meterName() + " " + meter.type().name().toLowerCase() + " "
					+ String.join(", ", meter.tags()))
				.strip())
			.toList());
	}

	@Test
	void applicationThatUsesEverythingHasEachMeter() throws IOException {
		try (Upstream upstream = Upstream.named("orders");
				GatewayApp app = GatewayApp.start(YAML.formatted(upstream.uri()), Store.class)) {
			assertThat(RawHttp.get(app.port(), "/orders")).startsWith("HTTP/1.1 200 ");
			assertThat(RawHttp.get(app.port(), "/secret")).startsWith("HTTP/1.1 401 ");
			assertThat(RawHttp.get(app.port(), "/all")).startsWith("HTTP/1.1 502 ");
			app.context()
				.getBean(Services.class)
				.get("orders")
				.instances()
				.forEach((instance) -> instance.condition().suspend(this, "a test"));
			writeUsage(app.context().getBean(UsageMetrics.class));
			MeterRegistry registry = app.context().getBean(MeterRegistry.class);
			// Nothing is traced here
			Set<String> all = Arrays.stream(GatewayMeter.values())
				.filter((meter) -> meter != GatewayMeter.ATTEMPTS)
				.map(GatewayMeter::meterName)
				.collect(Collectors.toCollection(TreeSet::new));
			await().atMost(10, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(names(registry)).containsExactlyInAnyOrderElementsOf(all));
			metersAreAsTheEnumSays(registry);
			double asked = registry.get(GatewayMeter.RATE_LIMIT_STORE.meterName()).functionTimer().count();
			assertThat(asked).isPositive();
			assertThat(registry.get(GatewayMeter.RATE_LIMIT_STORE_UP.meterName()).gauge().value()).isOne();
		}
	}

	private static void writeUsage(UsageMetrics usage) {
		UsageRecord used = new UsageRecord(null, null, null, null, "limit", "orders", 200, 1, 1, 1, 1, 1, 1);
		StepVerifier.create(usage.write(new UsageBatch("1", Instant.EPOCH, Instant.EPOCH, "g", List.of(used))))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	private static void metersAreAsTheEnumSays(MeterRegistry registry) {
		Map<String, GatewayMeter> known = Stream.of(GatewayMeter.values())
			.collect(Collectors.toMap(GatewayMeter::meterName, (meter) -> meter));
		List<Meter.Id> ours = registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> isOurs(id.getName()))
			.toList();
		assertThat(ours).isNotEmpty().allSatisfy((id) -> {
			assertThat(known).containsKey(id.getName());
			GatewayMeter meter = known.get(id.getName());
			assertThat(id.getTags().stream().map(Tag::getKey)).containsExactlyInAnyOrderElementsOf(meter.tags());
			if (meter != GatewayMeter.AGGREGATE_PARTS) {
				assertThat(id.getDescription()).isEqualTo(meter.description());
			}
		});
	}

	private static Set<String> names(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter(GatewayMeterTests::isOurs)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	// An observation has a meter of its own while it lasts
	private static boolean isOurs(String name) {
		return name.startsWith("gateway.") && !name.endsWith(".part.active");
	}

	/**
	 * A store that several gateways might share.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Store {

		@Bean
		RateLimitStore store() {
			return new RateLimitStore() {

				@Override
				public Mono<Outcome> replace(String key, byte @Nullable [] expected, byte[] replacement,
						Duration keepFor) {
					return Mono.just(Outcome.ofReplaced());
				}

			};
		}

	}

}
