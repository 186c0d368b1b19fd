package io.embeddedgateway.observability;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import io.embeddedgateway.auth.apikey.ApiKey;
import io.embeddedgateway.auth.apikey.ApiKeySource;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ten thousand requests, no two of which have anything in common that a client chooses,
 * leave numbers behind, and nothing else.
 */
class CardinalityTests {

	private static final int AT_A_TIME = 20;

	private static final ConnectionProvider CONNECTIONS = ConnectionProvider.create("cardinality", AT_A_TIME);

	private static final String YAML = """
			management.endpoints.web.exposure.include: gateway
			gateway:
			  trusted-proxies: 127.0.0.1
			  usage: {metrics: true, flush: 100ms}
			  auth:
			    keys: {api-key: {header: X-Api-Key, source: keys}}
			  rate-limits:
			    each: {limit: 100/1h, key: principal + header:X-Tenant}
			  services:
			    things: {instances: "%1$s", load-balancer: {algorithm: hash, key: "header:X-Tenant"}, circuit-breaker: 50%%, sticky: cookie}
			  routes:
			    things: {path: "/things/{id}/**", service: things, rate-limit: each}
			    fixed: {path: "/fixed/{id}", respond: 200, rate-limit: each}
			    open: {path: /open/**, uri: "%1$s", auth: none, rate-limit: {limit: 10/1h, key: client-ip}}
			    local: {path: /local/**, local: true, auth: none}
			""";

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream
			.with((request, response) -> response.header("Content-Length", "4").sendString(Mono.just("good")));
		app = GatewayApp.start(YAML.formatted(upstream.uri()), Keys.class);
	}

	@AfterAll
	static void stop() {
		CONNECTIONS.dispose();
		app.close();
		upstream.close();
	}

	@Test
	void tenThousandOfEverythingLeaveNumbersBehindAndNothingElse() throws IOException {
		ask(0, 100);
		Map<String, String> sections = sections();
		await().atMost(30, TimeUnit.SECONDS)
			.until(() -> counted("http.server.requests") >= 100 + sections.size() && usage() >= 90);
		Set<String> meters = meters();
		assertThat(meters)
			.anyMatch((meter) -> meter.contains("http.server.requests") && meter.contains("/things/{id}/**"))
			.anyMatch((meter) -> meter.contains("gateway.rate.limit.requests"))
			.anyMatch((meter) -> meter.contains("gateway.usage.requests"));
		ask(100, 10_000);
		// The others are answered by the gateway
		assertThat(upstream.received().size()).isEqualTo(3_000);
		await().atMost(30, TimeUnit.SECONDS)
			.until(() -> counted("http.server.requests") >= 10_000 && counted("gateway.requests") >= 5_000);
		assertThat(meters()).containsExactlyElementsOf(meters);
		assertThat(sections()).isEqualTo(sections);
	}

	private static void ask(int from, int to) {
		HttpClient client = HttpClient.create(CONNECTIONS).host("127.0.0.1").port(app.port());
		assertThat(Flux.range(from, to - from)
			.flatMap((number) -> status(client, number), AT_A_TIME)
			.collect(Collectors.toSet())
			.toFuture()
			.orTimeout(2, TimeUnit.MINUTES)
			.join()).containsExactlyInAnyOrder(200, 401, 404);
	}

	private static Mono<Integer> status(HttpClient client, int number) {
		String path = switch (number % 10) {
			case 0 -> "/nothing" + number;
			case 1 -> "/open/" + number;
			case 2 -> "/local/" + number;
			case 6, 7, 8, 9 -> "/fixed/" + number;
			default -> "/things/" + number + "/a" + number;
		};
		return client.headers((headers) -> addHeaders(headers, number))
			.request(HttpMethod.valueOf((number % 10 == 4) ? "M" + number : "GET"))
			.uri(path + "?q" + number + "=" + number)
			.responseSingle((response, body) -> body.asString().then(Mono.just(response.status().code())));
	}

	private static void addHeaders(HttpHeaders headers, int number) {
		headers.set("Host", "h" + number + ".test");
		if (number % 10 != 3) {
			headers.set("X-Api-Key", "key-of-0123456789-0123456789-" + number);
		}
		headers.set("X-Tenant", "t" + number)
			.set("X-Header-" + number, "value")
			.set("User-Agent", "a" + number)
			.set("Cookie", "c" + number + "=1")
			.set("Origin", "http://o" + number + ".test")
			.set("X-Forwarded-For", "10.1." + number / 256 + "." + number % 256);
	}

	private static long counted(String timers) {
		return registry().find(timers).timers().stream().mapToLong(Timer::count).sum();
	}

	private static double usage() {
		return registry().find("gateway.usage.requests").counters().stream().mapToDouble(Counter::count).sum();
	}

	private static MeterRegistry registry() {
		return app.context().getBean(MeterRegistry.class);
	}

	// Those of the gateway, of the server and of the connections; not those of the
	// machine
	private static Set<String> meters() {
		Set<String> meters = new TreeSet<>();
		for (Meter meter : registry().getMeters()) {
			if (meter.getId().getName().matches("(gateway|http|reactor)\\..*")) {
				meters.add(meter.getId().toString());
			}
		}
		return meters;
	}

	/**
	 * What the sections say, but for the numbers.
	 */
	private static Map<String, String> sections() throws IOException {
		Map<String, String> sections = new LinkedHashMap<>();
		for (String section : List.of("", "/routes", "/services", "/limits", "/config")) {
			String answer = RawHttp.get(app.port(), "/actuator/gateway" + section);
			sections.put(section, answer.substring(answer.indexOf('{')).replaceAll("[0-9.]+(E-?[0-9]+)?", "0"));
		}
		return sections;
	}

	/**
	 * Every key is one of a caller of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Keys {

		@Bean
		ApiKeySource keys() {
			return (hash) -> Mono.just(ApiKey.of("caller-" + hash));
		}

	}

}
