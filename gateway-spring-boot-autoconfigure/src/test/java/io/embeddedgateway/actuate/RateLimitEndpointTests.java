package io.embeddedgateway.actuate;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see of rate limits, over real sockets.
 */
class RateLimitEndpointTests {

	private static final String LIMITS = "/actuator/gatewaylimits";

	private static final String YAML = """
			management:
			  endpoints.web.exposure.include: gatewaylimits
			  endpoint.gatewaylimits.access: %2$s
			gateway:
			  rate-limits:
			    shared: {limit: 3/1d, total: 100/1d, key: "header:X-Key"}
			    plans:
			      key: "header:X-Key"
			      tier: "claim:plan"
			      tiers: {free: {limit: 3/1d, quota: 1000/month}, pro: 30/1d}
			      default-tier: free
			    pairs: {limit: 2/1d, key: "client-ip + header:X-Key"}
			  routes:
			    a: {path: /a, uri: "%1$s", rate-limit: shared}
			    plans: {path: /plans, uri: "%1$s", rate-limit: plans}
			    pairs: {path: /pairs, uri: "%1$s", rate-limit: pairs}
			    own: {path: /own, uri: "%1$s", rate-limit: {limit: 1/1d, key: client-ip}}
			    all: {path: /**, uri: "%1$s"}
			""";

	private static Upstream upstream;

	private static GatewayApp app;

	private static GatewayApp readOnly;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		app = GatewayApp.start(YAML.formatted(upstream.uri(), "unrestricted"));
		readOnly = GatewayApp
			.start(YAML.replace("  endpoint.gatewaylimits.access: %2$s\n", "").formatted(upstream.uri()));
	}

	@AfterAll
	static void stop() {
		readOnly.close();
		app.close();
		upstream.close();
	}

	@Test
	void policiesAreThereByName() throws IOException {
		get("/a", "X-Key: policies");
		assertThat(get(LIMITS)).startsWith("HTTP/1.1 200 ")
			.contains("\"plans\":{\"keys\":[\"header:X-Key\"],\"limits\":{\"free\":[\"3-per-1d\",\"1000-per-month\"],"
					+ "\"pro\":[\"30-per-1d\"]},\"total\":[],")
			.contains("\"route:own\":{\"keys\":[\"client-ip\"],\"limits\":{\"default\":[\"1-per-1d\"]}")
			.contains("\"total\":[\"100-per-1d\"]")
			.doesNotContain("upstream");
	}

	@Test
	void whatIsLeftOfAKeyIsThereForEachLimit() throws IOException {
		get("/plans", "X-Key: seen");
		get("/plans", "X-Key: seen");
		String answer = get(LIMITS + "?policy=plans&key=seen");
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.contains("\"policy\":\"plans\"", "\"used\":true")
			.containsPattern("\\{\"name\":\"3-per-1d\",\"capacity\":3,\"remaining\":1,\"resetSeconds\":57[56]\\d\\d}")
			.containsPattern(
					"\\{\"name\":\"1000-per-month\",\"capacity\":1000,\"remaining\":998,\"resetSeconds\":\\d+}");
		for (int i = 0; i < 5; i++) {
			assertThat(get(LIMITS + "?policy=plans&key=seen")).contains("\"remaining\":1,", "\"remaining\":998,");
		}
	}

	@Test
	void keyThatNobodyUsedHasEverythingAndLookingChangesNothing() throws IOException {
		for (int i = 0; i < 3; i++) {
			assertThat(get(LIMITS + "?policy=plans&key=unseen")).contains("\"used\":false", "\"tier\":\"free\"",
					"{\"name\":\"3-per-1d\",\"capacity\":3,\"remaining\":3,\"resetSeconds\":0}");
		}
		assertThat(get(LIMITS + "?policy=plans&key=unseen&tier=pro")).contains("\"remaining\":30,");
		assertThat(get(LIMITS + "?policy=plans&key=unseen&tier=gold")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void composedKeysAreFoundAsClientsSendThem() throws IOException {
		get("/pairs", "X-Key: one");
		assertThat(get(LIMITS + "?policy=pairs&key=127.0.0.1%2Bone")).contains("\"used\":true", "\"remaining\":1,");
		assertThat(get(LIMITS + "?policy=pairs&key=127.0.0.1%2Btwo")).contains("\"used\":false");
	}

	@Test
	void limitOfARouteIsFoundByItsId() throws IOException {
		get("/own");
		assertThat(get(LIMITS + "?policy=route:own&key=127.0.0.1")).contains("\"remaining\":0,");
	}

	@Test
	void whatDoesNotExistIsNotFound() throws IOException {
		assertThat(get(LIMITS + "?policy=nothing&key=a")).startsWith("HTTP/1.1 404 ");
		assertThat(get(LIMITS + "?policy=plans")).startsWith("HTTP/1.1 400 ");
		assertThat(get(LIMITS + "?key=plans")).startsWith("HTTP/1.1 400 ");
		assertThat(delete(app, LIMITS + "?policy=nothing&key=a")).startsWith("HTTP/1.1 404 ");
		assertThat(delete(app, LIMITS + "?policy=plans&key=never-seen")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void operatorGivesAnAllowanceBack() throws IOException {
		for (int i = 0; i < 3; i++) {
			get("/a", "X-Key: again");
		}
		assertThat(get("/a", "X-Key: again")).startsWith("HTTP/1.1 429 ");
		assertThat(delete(app, LIMITS + "?policy=shared&key=again")).startsWith("HTTP/1.1 204 ");
		assertThat(get(LIMITS + "?policy=shared&key=again")).contains("\"remaining\":3,");
		assertThat(get("/a", "X-Key: again")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void nothingIsResetUnlessItIsEnabled() throws IOException {
		RawHttp.get(readOnly.port(), "/a", "X-Key: stays");
		// There is no such operation, so the route answers that has all other paths
		assertThat(delete(readOnly, LIMITS + "?policy=shared&key=stays")).endsWith("upstream");
		assertThat(RawHttp.get(readOnly.port(), LIMITS + "?policy=shared&key=stays")).contains("\"remaining\":2,");
	}

	private static String get(String path, String... headers) throws IOException {
		return RawHttp.get(app.port(), path, headers);
	}

	private static String delete(GatewayApp app, String path) throws IOException {
		return RawHttp.exchange(app.port(),
				"DELETE " + path + " HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n\r\n");
	}

}
