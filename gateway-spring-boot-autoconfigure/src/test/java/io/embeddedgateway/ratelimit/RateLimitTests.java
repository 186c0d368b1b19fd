package io.embeddedgateway.ratelimit;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rate limits over real sockets.
 */
class RateLimitTests {

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("orders");
		app = GatewayApp.start("""
				gateway:
				  trusted-proxies: 127.0.0.1
				  rate-limits:
				    shared: {limit: 2/1d, key: "header:X-Key"}
				    plans:
				      key: "header:X-Key"
				      tier: "header:X-Plan"
				      tiers:
				        free: {limits: [3/1d, 100/1h], quota: 1000/month}
				        pro: 30/1d
				      default-tier: free
				  routes:
				    short: {path: /short, uri: "%1$s", rate-limit: 2/1d}
				    a: {path: /a, uri: "%1$s", rate-limit: shared}
				    b: {path: /b, uri: "%1$s", rate-limit: {use: shared, cost: 2}}
				    plans: {path: /plans, uri: "%1$s", rate-limit: plans}
				    total: {path: /total, uri: "%1$s", rate-limit: {total: 3/1d, limit: 2/1d, key: "header:X-Key"}}
				    waits: {path: /waits, uri: "%1$s", rate-limit: {limit: 1/100ms, wait: 10s}}
				    old: {path: /old, uri: "%1$s", rate-limit: {limit: 5/1d, headers: x-ratelimit}}
				""".formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@Test
	void whoHasUsedUpTheLimitIsToldWhenToComeBack() throws IOException {
		assertThat(RawHttp.get(app.port(), "/short")).startsWith("HTTP/1.1 200 ")
			.containsPattern("(?i)ratelimit: \"2-per-1d\";r=1;t=43200\r\n")
			.containsPattern("(?i)ratelimit-policy: \"2-per-1d\";q=2;w=86400\r\n");
		assertThat(RawHttp.get(app.port(), "/short")).startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.get(app.port(), "/short")).startsWith("HTTP/1.1 429 ")
			.containsPattern("(?i)ratelimit: \"2-per-1d\";r=0;t=86[34]\\d\\d\r\n")
			.containsPattern("(?i)retry-after: 4[23]\\d{3}\r\n")
			.contains("application/problem+json");
	}

	@Test
	void sharedPolicyHasOneBucketForAllItsRoutes() throws IOException {
		assertThat(get("/a", "X-Key: one")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/b", "X-Key: one")).startsWith("HTTP/1.1 429 ");
		assertThat(get("/a", "X-Key: one")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/a", "X-Key: one")).startsWith("HTTP/1.1 429 ");
		assertThat(get("/b", "X-Key: two")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/a")).startsWith("HTTP/1.1 403 ");
	}

	@Test
	void tierDecidesAndWhatWasUsedStaysUsed() throws IOException {
		assertThat(get("/plans", "X-Key: one")).containsPattern("(?i)ratelimit: \"3-per-1d\";r=2;t=28800\r\n")
			.containsPattern("(?i)ratelimit-policy: \"3-per-1d\";q=3;w=86400, \"100-per-1h\";q=100;w=3600, "
					+ "\"1000-per-month\";q=1000;w=\\d{7}\r\n");
		assertThat(get("/plans", "X-Key: one", "X-Plan: pro")).containsPattern("(?i)ratelimit: \"30-per-1d\";r=19;");
	}

	@Test
	void allTogetherHaveALimitAsWell() throws IOException {
		assertThat(get("/total", "X-Key: one")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/total", "X-Key: one")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/total", "X-Key: one")).startsWith("HTTP/1.1 429 ");
		assertThat(get("/total", "X-Key: two")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/total", "X-Key: two")).startsWith("HTTP/1.1 429 ").contains("\"3-per-1d\";r=0");
	}

	@Test
	void requestsWaitForTheirTurn() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(RawHttp.get(app.port(), "/waits")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void olderHeadersAreThereByChoice() throws IOException {
		assertThat(RawHttp.get(app.port(), "/old")).containsPattern("(?i)x-ratelimit-limit: 5\r\n")
			.containsPattern("(?i)x-ratelimit-remaining: 4\r\n")
			.containsPattern("(?i)x-ratelimit-reset: 17280\r\n")
			.doesNotContainPattern("(?i)\r\nratelimit");
	}

	private static String get(String path, String... headers) throws IOException {
		return RawHttp.get(app.port(), path, headers);
	}

}
