package io.embeddedgateway.cors;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of other origins, over real sockets.
 */
class CorsTests {

	private static final String ORIGIN = "https://app.example.com";

	private static final String ALLOWED = "Access-Control-Allow-Origin: " + ORIGIN + "\r\n";

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> response.header("Access-Control-Allow-Origin", "*")
			.header("Access-Control-Allow-Headers", "X-Upstream")
			.header("Vary", "Accept-Encoding, origin")
			.sendString(Mono.just("upstream")));
		app = GatewayApp.start("""
				gateway:
				  trusted-proxies: 127.0.0.1
				  defaults: {cors: "https://app.example.com"}
				  routes:
				    up: {path: /up/**, uri: "%1$s", filters: closed}
				    open: {path: /open, uri: "%1$s"}
				    down: {path: /down, uri: "http://127.0.0.1:1"}
				    spared: {path: /spared, uri: "http://127.0.0.1:1", fallback: {respond: spare}}
				    full:
				      path: /full
				      uri: "%1$s"
				      cors:
				        origins: https://one.example.com, https://two.example.com:8443
				        origin-patterns: "https://*.example.org"
				        methods: GET, PUT
				        headers: X-Asked
				        exposed-headers: X-Total
				        credentials: true
				        max-age: 10m
				        private-network: true
				    none: {path: /none, uri: "%1$s", cors: none}
				    get: {path: /methods, match: {methods: GET}, uri: "%1$s"}
				    put: {path: /methods, match: {methods: PUT}, uri: "%1$s", cors: none}
				    v2: {path: /version, match: {headers: {X-Version: "2"}}, uri: "%1$s", cors: none}
				    v1: {path: /version, uri: "%1$s"}
				    own: {path: /own/**, local: true, match: {methods: "GET, POST"}, filters: closed}
				    guarded: {path: /guarded, local: true}
				    overlap: {path: /overlap, uri: "%1$s", match: {methods: PUT}}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@BeforeEach
	void forget() {
		upstream.received().clear();
	}

	private static String preflight(String path, String origin, String method, String... headers) throws IOException {
		return RawHttp.exchange(app.port(),
				"OPTIONS " + path + " HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\nOrigin: " + origin
						+ "\r\nAccess-Control-Request-Method: " + method + "\r\n" + String.join("\r\n", headers)
						+ ((headers.length > 0) ? "\r\n\r\n" : "\r\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/up/a", "/open", "/down", "/spared", "/own/hello" })
	void preflightIsAnsweredBeforeAuthentication(String path) throws IOException {
		assertThat(preflight(path, ORIGIN, "GET", "Access-Control-Request-Headers: authorization, x-other"))
			.startsWith("HTTP/1.1 200 ")
			.containsOnlyOnce(ALLOWED)
			.contains("Access-Control-Allow-Methods: GET\r\n",
					"Access-Control-Allow-Headers: authorization, x-other\r\n", "Access-Control-Max-Age: 1800\r\n")
			.doesNotContain("Access-Control-Allow-Credentials");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void thousandPreflightsAskNoUpstream() throws IOException {
		try (RawHttp http = new RawHttp(app.port())) {
			for (int i = 0; i < 1000; i++) {
				http.send("OPTIONS /up/" + i + " HTTP/1.1\r\nHost: gateway.test\r\nOrigin: " + ORIGIN
						+ "\r\nAccess-Control-Request-Method: GET\r\n\r\n");
				assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ").contains(ALLOWED);
			}
		}
		assertThat(upstream.received()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/open, 200", "/up/a, 403", "/down, 502", "/spared, 200", "/own/hello, 403", "/guarded, 200" })
	void everyAnswerSaysWhoMayReadIt(String path, int status) throws IOException {
		assertThat(RawHttp.get(app.port(), path, "Origin: " + ORIGIN)).startsWith("HTTP/1.1 " + status + " ")
			.containsOnlyOnce("Access-Control-Allow-Origin")
			.contains(ALLOWED)
			.doesNotContain("Access-Control-Allow-Headers");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example.com", "https://app.example.com.evil.com", "http://app.example.com",
			"https://app.example.com:8443", "null", "https://app.example.com@evil.com", "%%", "" })
	void otherOriginsAreRefused(String origin) throws IOException {
		assertThat(RawHttp.get(app.port(), "/open", "Origin: " + origin)).startsWith("HTTP/1.1 403 ")
			.contains("application/problem+json")
			.doesNotContain("Access-Control-Allow");
		assertThat(preflight("/open", origin, "GET")).startsWith("HTTP/1.1 403 ")
			.doesNotContain("Access-Control-Allow");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void headersOfTheUpstreamNeverCount() throws IOException {
		assertThat(RawHttp.get(app.port(), "/open")).startsWith("HTTP/1.1 200 ")
			.doesNotContain("Access-Control-Allow")
			.containsOnlyOnce("Accept-Encoding, origin")
			.doesNotContain("Vary: Origin", "vary: Origin")
			.contains("Access-Control-Request-Method\r\n");
	}

	@Test
	void requestOfTheSameOriginPasses() throws IOException {
		assertThat(RawHttp.get(app.port(), "/open", "Origin: http://gateway.test")).startsWith("HTTP/1.1 200 ")
			.doesNotContain("Access-Control-Allow");
		assertThat(RawHttp.get(app.port(), "/open", "Origin: https://shop.example", "X-Forwarded-Proto: https",
				"X-Forwarded-Host: shop.example"))
			.startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.get(app.port(), "/open", "Origin: https://shop.example", "X-Forwarded-Host: shop.example"))
			.startsWith("HTTP/1.1 403 ");
	}

	@Test
	void webSocketOfAnotherOriginIsRefused() throws IOException {
		assertThat(RawHttp.get(app.port(), "/open", "Origin: https://evil.example", "Upgrade: websocket",
				"Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
			.startsWith("HTTP/1.1 403 ");
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void everyKeyCounts() throws IOException {
		assertThat(preflight("/full", "https://a.b.example.org", "PUT", "Access-Control-Request-Headers: x-asked",
				"Access-Control-Request-Private-Network: true"))
			.startsWith("HTTP/1.1 200 ")
			.contains("Access-Control-Allow-Origin: https://a.b.example.org\r\n",
					"Access-Control-Allow-Methods: GET,PUT\r\n", "Access-Control-Allow-Headers: x-asked\r\n",
					"Access-Control-Allow-Credentials: true\r\n", "Access-Control-Max-Age: 600\r\n",
					"Access-Control-Allow-Private-Network: true\r\n");
		assertThat(preflight("/full", "https://two.example.com:8443", "POST")).startsWith("HTTP/1.1 403 ");
		assertThat(preflight("/full", "https://two.example.com:8443", "PUT", "Access-Control-Request-Headers: x-not"))
			.startsWith("HTTP/1.1 403 ");
		assertThat(RawHttp.get(app.port(), "/full", "Origin: https://one.example.com"))
			.contains("Access-Control-Allow-Credentials: true\r\n", "Access-Control-Expose-Headers: X-Total\r\n");
		assertThat(preflight("/full", ORIGIN, "GET")).startsWith("HTTP/1.1 403 ");
	}

	@Test
	void routeWithoutRulesLeavesThemToTheUpstream() throws IOException {
		assertThat(preflight("/none", ORIGIN, "GET")).endsWith("upstream");
		assertThat(upstream.last().method()).isEqualTo("OPTIONS");
		assertThat(RawHttp.get(app.port(), "/none", "Origin: " + ORIGIN))
			.contains("Access-Control-Allow-Origin: *\r\n");
	}

	@Test
	void preflightFindsTheRouteOfTheRequestThatItAnnounces() throws IOException {
		assertThat(preflight("/methods", ORIGIN, "GET")).startsWith("HTTP/1.1 200 ").contains(ALLOWED);
		assertThat(preflight("/methods", ORIGIN, "PUT")).doesNotContain("Access-Control-Allow-Origin");
		// Its headers are not known yet, so the route that can answer does
		assertThat(preflight("/version", ORIGIN, "GET")).startsWith("HTTP/1.1 200 ").contains(ALLOWED);
		assertThat(preflight("/version", ORIGIN, "GET", "X-Version: 2")).contains(ALLOWED);
		assertThat(upstream.received()).isEmpty();
	}

	@Test
	void preflightOfAnOwnHandlerIsNotTakenForThatOfARoute() throws IOException {
		assertThat(preflight("/overlap", "https://own.example.com", "GET")).startsWith("HTTP/1.1 200 ")
			.contains("Access-Control-Allow-Origin: https://own.example.com\r\n");
		assertThat(preflight("/overlap", ORIGIN, "PUT")).startsWith("HTTP/1.1 200 ").contains(ALLOWED);
	}

	@Test
	void rulesOfOwnHandlersAreReplaced() throws IOException {
		assertThat(RawHttp.get(app.port(), "/guarded", "Origin: " + ORIGIN)).endsWith("guarded")
			.containsOnlyOnce("Access-Control-Allow-Origin")
			.contains(ALLOWED);
		assertThat(preflight("/guarded", ORIGIN, "GET")).startsWith("HTTP/1.1 200 ")
			.containsOnlyOnce("Access-Control-Allow-Origin")
			.contains(ALLOWED);
		assertThat(preflight("/own/hello", ORIGIN, "DELETE")).doesNotContain("Access-Control-Allow-Origin");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Own {

		@Bean
		GatewayFilter closed() {
			return (exchange, chain) -> Mono.error(new ForbiddenException("nobody may"));
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/own/hello")
		String hello() {
			return "hello";
		}

		@PostMapping("/own/hello")
		String post() {
			return "posted";
		}

		@CrossOrigin(origins = "*")
		@GetMapping("/guarded")
		String guarded() {
			return "guarded";
		}

		@CrossOrigin(origins = "https://own.example.com")
		@GetMapping("/overlap")
		String overlap() {
			return "own";
		}

	}

}
