package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code Forwarded} and {@code X-Forwarded-*} may say, and to whom, whatever the
 * server was told to believe.
 */
class ForwardedHeaderTests {

	private static final Map<String, GatewayApp> apps = new HashMap<>();

	private static Upstream upstream;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		for (String strategy : List.of("none", "native", "framework")) {
			apps.put(strategy, start(strategy, ""));
			apps.put(strategy + " trusting", start(strategy, "127.0.0.0/8, 10.0.0.0/8"));
		}
	}

	private static GatewayApp start(String strategy, String trusted) {
		return GatewayApp.start("""
				server: {forward-headers-strategy: %s}
				gateway:
				  trusted-proxies: "%s"
				  routes:
				    limited: {path: /limited, uri: "%s", match: {client-ips: 203.0.113.0/24}}
				    all: {path: /r/**, uri: "%s"}
				""".formatted(strategy, trusted, upstream.uri(), upstream.uri()));
	}

	@AfterAll
	static void stop() {
		apps.values().forEach(GatewayApp::close);
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "native", "framework" })
	void strangerCanNotSayWhereItComesFrom(String strategy) throws IOException {
		get(strategy, "/r/a", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Host: evil.test", "X-Forwarded-Proto: https",
				"X-Forwarded-Port: 1", "X-Forwarded-Prefix: /evil", "X-Forwarded-Ssl: on", "X-Forwarded-User: root",
				"Forwarded: for=203.0.113.7;host=evil.test;proto=https");
		assertThat(upstream.last().uri()).isEqualTo("/r/a");
		assertThat(forwarded()).containsExactlyInAnyOrder("x-forwarded-for: 127.0.0.1", "x-forwarded-proto: http",
				"x-forwarded-host: gateway.test", "x-forwarded-port: 80",
				"forwarded: for=127.0.0.1;host=\"gateway.test\";proto=http");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "native", "framework" })
	void strangerCanNotPassAConditionOnItsAddress(String strategy) throws IOException {
		String response = get(strategy, "/limited", "X-Forwarded-For: 203.0.113.7", "Forwarded: for=203.0.113.7");
		assertThat(response).startsWith("HTTP/1.1 404 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "native", "framework" })
	void prefixOfAStrangerDoesNotChangeTheRoute(String strategy) throws IOException {
		assertThat(get(strategy, "/a", "X-Forwarded-Prefix: /r")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void trustedProxyIsBelievedAndAppendedTo() throws IOException {
		get("none trusting", "/r/a", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Host: shop.test",
				"X-Forwarded-Proto: https", "Forwarded: for=203.0.113.7");
		assertThat(forwarded()).containsExactlyInAnyOrder("x-forwarded-for: 203.0.113.7, 127.0.0.1",
				"x-forwarded-proto: https", "x-forwarded-host: shop.test", "x-forwarded-port: 443",
				"forwarded: for=203.0.113.7, for=127.0.0.1;host=\"shop.test\";proto=https");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			203.0.113.7                            | 200
			198.51.100.1, 203.0.113.7              | 200
			203.0.113.7, 198.51.100.1              | 404
			203.0.113.7, 10.1.2.3                  | 200
			198.51.100.1, 203.0.113.7, 10.1.2.3    | 200
			203.0.113.7, 198.51.100.1, 10.1.2.3    | 404
			203.0.113.7, rubbish                   | 404
			203.0.113.7, 10.1.2.3, rubbish         | 404
			203.0.113.7:4711, 10.1.2.3             | 200
			203.0.113.7, ,                         | 200
			""")
	void chainIsWalkedFromTheNearestProxyAndStopsAtTheFirstStranger(String chain, int status) throws IOException {
		assertThat(get("none trusting", "/limited", "X-Forwarded-For: " + chain))
			.startsWith("HTTP/1.1 " + status + " ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void trustedProxyIsBelievedWhateverTheStrategyOfTheServer(String strategy) throws IOException {
		assertThat(get(strategy + " trusting", "/limited", "X-Forwarded-For: 203.0.113.7")).startsWith("HTTP/1.1 200 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void chainGoesOnWhateverTheStrategyOfTheServer(String strategy) throws IOException {
		get(strategy + " trusting", "/r/a", "X-Forwarded-For: 203.0.113.7", "x-forwarded-for: 10.1.2.3",
				"X-Forwarded-Proto: https", "X-Forwarded-Host: shop.test");
		assertThat(forwarded()).contains("x-forwarded-for: 203.0.113.7, 10.1.2.3, 127.0.0.1",
				"x-forwarded-proto: https", "x-forwarded-host: shop.test");
	}

	private static String get(String app, String target, String... headers) throws IOException {
		GatewayApp started = apps.get(app);
		assertThat(started).isNotNull();
		return RawHttp.get(started.port(), target, headers);
	}

	private static List<String> forwarded() {
		List<String> lines = new ArrayList<>();
		upstream.last().headers().forEach((entry) -> {
			if (entry.getKey().toLowerCase().contains("forwarded")) {
				lines.add(entry.getKey().toLowerCase() + ": " + entry.getValue());
			}
		});
		return lines;
	}

}
