package io.embeddedgateway.secureheaders;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secure headers over real sockets. A trusted proxy says whether the client came over
 * HTTPS.
 */
class SecureHeadersTests {

	private static final String[] DEFAULTS = { "X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
			"Referrer-Policy: no-referrer\r\n" };

	private static final String[] NOT_ASKED_FOR = { "Content-Security-Policy", "Permissions-Policy",
			"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy" };

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with((request, response) -> {
			if (request.uri().startsWith("/frames")) {
				response.header("X-Frame-Options", "SAMEORIGIN").header("Cache-Control", "max-age=5");
			}
			return response.sendString(Mono.just("hello"));
		});
		app = GatewayApp.start("""
				gateway:
				  trusted-proxies: 127.0.0.1
				  defaults: {secure-headers: defaults}
				  routes:
				    up: {path: "/{any}", uri: "%1$s"}
				    strict:
				      path: /frames/strict
				      uri: "%1$s"
				      secure-headers:
				        strict-transport-security: max-age=60; preload
				        content-type-options: none
				        referrer-policy: same-origin, strict-origin
				        content-security-policy: default-src 'none'
				        permissions-policy: geolocation=()
				        cross-origin-opener-policy: same-origin
				        cross-origin-resource-policy: same-site
				        cache-control: no-store
				        override: true
				    none: {path: /none, uri: "%1$s", secure-headers: none}
				    down: {path: /down, uri: "http://127.0.0.1:1"}
				    refused: {path: /refused, uri: "%1$s", addresses: 10.0.0.0/8}
				    own: {path: /own/**, local: true}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@CsvSource({ "/up, 200", "/down, 502", "/refused, 403", "/own/hello, 200", "/own/fail, 500", "/own/none, 404" })
	void everyAnswerHasTheHeaders(String path, int status) throws IOException {
		assertThat(RawHttp.get(app.port(), path)).startsWith("HTTP/1.1 " + status + " ")
			.contains(DEFAULTS)
			.doesNotContain(NOT_ASKED_FOR)
			.doesNotContain("Strict-Transport-Security");
	}

	@Test
	void onlyAnswersOverHttpsAskForHttps() throws IOException {
		assertThat(RawHttp.get(app.port(), "/up", "X-Forwarded-Proto: https")).contains(DEFAULTS)
			.contains("Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n");
	}

	@Test
	void headersOfTheResponseStay() throws IOException {
		assertThat(RawHttp.get(app.port(), "/frames")).containsOnlyOnce("X-Frame-Options")
			.contains("X-Frame-Options: SAMEORIGIN\r\n", "Cache-Control: max-age=5\r\n",
					"X-Content-Type-Options: nosniff\r\n");
	}

	@Test
	void headersOfTheResponseAreReplacedOnRequest() throws IOException {
		assertThat(RawHttp.get(app.port(), "/frames/strict", "X-Forwarded-Proto: https"))
			.containsOnlyOnce("X-Frame-Options")
			.containsOnlyOnce("Cache-Control")
			.doesNotContain("X-Content-Type-Options")
			.contains("X-Frame-Options: DENY\r\n", "Cache-Control: no-store\r\n",
					"Strict-Transport-Security: max-age=60; preload\r\n",
					"Referrer-Policy: same-origin, strict-origin\r\n",
					"Content-Security-Policy: default-src 'none'\r\n", "Permissions-Policy: geolocation=()\r\n",
					"Cross-Origin-Opener-Policy: same-origin\r\n", "Cross-Origin-Resource-Policy: same-site\r\n");
	}

	@Test
	void routeCanDoWithoutThem() throws IOException {
		assertThat(RawHttp.get(app.port(), "/none", "X-Forwarded-Proto: https")).startsWith("HTTP/1.1 200 ")
			.doesNotContain(DEFAULTS)
			.doesNotContain("Strict-Transport-Security");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Own {

	}

	@RestController
	static class Controller {

		@GetMapping("/own/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/own/fail")
		String fail() {
			throw new IllegalStateException("expected");
		}

	}

}
