package io.embeddedgateway.limits;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules about addresses, over real sockets: the tests come from 127.0.0.1.
 */
class AddressTests {

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		app = GatewayApp.start("""
				gateway:
				  trusted-proxies: 127.0.0.1
				  defaults: {addresses: 10.0.0.0/8}
				  routes:
				    inherits: {path: /inherits, uri: "%1$s"}
				    own: {path: /own, local: true}
				    open: {path: /open, uri: "%1$s", addresses: none}
				    mixed: {path: /mixed, uri: "%1$s", addresses: {allow: [127.0.0.0/8, "::1"], deny: 127.0.0.2}}
				""".formatted(upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/inherits", "/own" })
	void addressOutsideIsRefusedWithoutAHint(String path) throws IOException {
		int asked = upstream.received().size();
		assertThat(RawHttp.get(app.port(), path)).startsWith("HTTP/1.1 403 ")
			.contains("application/problem+json")
			.doesNotContain("127.0.0.1", "address", "10.0.0.0");
		assertThat(upstream.received()).hasSize(asked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/inherits", "/own" })
	void addressThatATrustedProxyNamesCounts(String path) throws IOException {
		assertThat(RawHttp.get(app.port(), path, "X-Forwarded-For: 10.1.2.3")).startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.get(app.port(), path, "X-Forwarded-For: 10.1.2.3, 11.1.2.3")).startsWith("HTTP/1.1 403 ");
	}

	@Test
	void rulesOfARouteReplaceThoseOfTheDefaults() throws IOException {
		assertThat(RawHttp.get(app.port(), "/open")).startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.get(app.port(), "/mixed")).startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.get(app.port(), "/mixed", "X-Forwarded-For: 127.0.0.2")).startsWith("HTTP/1.1 403 ");
		assertThat(RawHttp.get(app.port(), "/mixed", "X-Forwarded-For: 10.1.2.3")).startsWith("HTTP/1.1 403 ");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Controller.class)
	static class Own {

	}

	@RestController
	static class Controller {

		@GetMapping("/own")
		String hello() {
			return "hello";
		}

	}

}
