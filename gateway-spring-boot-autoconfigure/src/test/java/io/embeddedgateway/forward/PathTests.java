package io.embeddedgateway.forward;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths that can be read in two ways are refused where there is a route, and none of the
 * gateway's business where there is none.
 */
class PathTests {

	private static Upstream upstream;

	private static GatewayApp app;

	private static GatewayApp allowing;

	@BeforeAll
	static void start() {
		upstream = Upstream.named("upstream");
		String yaml = """
				gateway:
				  allow-path-parameters: %s
				  routes:
				    all: {path: /r/**, uri: "%s"}
				    local: {path: /guarded/**, local: true}
				""";
		app = GatewayApp.start(yaml.formatted("false", upstream.uri()), Own.class);
		allowing = GatewayApp.start(yaml.formatted("true", upstream.uri()), Own.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		allowing.close();
		upstream.close();
	}

	@BeforeEach
	void forget() {
		upstream.received().clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/../own", "/a/..", "/.", "/./a", "/%2e%2e/own", "/%2E%2e", "/.%2e/own", "/%2e", "/a%2fb",
			"/a%2Fb", "/a%5cb", "/a%5Cb", "/a;b=c", "/a;", "/..;/own", "/;/a", "/a%00b", "/a%0d%0ab", "/a%09b",
			"/a%7fb", "/%c0%ae%c0%ae/own", "/%c0%af", "/%252e%252e/own", "/a%252fb", "/a%255cb", "/caf\u00e9",
			"/a%25%32%66", "/a%25%32f", "/a%252%66", "/%25%32%65%25%32%65/own" })
	void pathThatCanBeReadInTwoWaysIsRefused(String path) throws IOException {
		for (String prefix : new String[] { "/r", "/guarded" }) {
			assertThat(RawHttp.get(app.port(), prefix + path)).startsWith("HTTP/1.1 400 ")
				.contains("Content-Type: application/problem+json", "\"status\":400")
				.doesNotContain("answered");
		}
		assertThat(upstream.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/r/a%", "/r/a%z", "/r/a%zz", "/r/a\\b", "/r/a\"b", "/r/a<b", "/r/a|b", "/r/a^b", "/r/a{b",
			"/r/a`b", "/r/a?b|c", "/r/a?b=\u00e9" })
	void targetThatIsNoUriIsRefused(String target) throws IOException {
		assertThat(RawHttp.get(app.port(), target)).startsWith("HTTP/1.1 400 ");
		assertThat(upstream.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/r/a;b=c", "/r;x/a", "/r/a;b=c;d/e" })
	void parametersGoUpWhereTheyAreAllowed(String path) throws IOException {
		assertThat(RawHttp.get(allowing.port(), path)).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().uri()).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/r/..;/own", "/r/..;a=b/own", "/r/%2e%2e;/own", "/r/.;/own" })
	void parametersDoNotHideDots(String path) throws IOException {
		assertThat(RawHttp.get(allowing.port(), path)).startsWith("HTTP/1.1 400 ");
		assertThat(upstream.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/own/a;b=c", "/own/a%2fb", "/own/%2e%2e", "/own/a%252f" })
	void ownHandlersWithoutARouteGetEveryPathAsItIs(String path) throws IOException {
		assertThat(RawHttp.get(app.port(), path)).startsWith("HTTP/1.1 200 ").endsWith("answered " + path);
	}

	@Test
	void routeIsNotReachedAroundItsSpelling() throws IOException {
		assertThat(RawHttp.get(app.port(), "/%72/a")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().uri()).isEqualTo("/%72/a");
		upstream.received().clear();
		assertThat(RawHttp.get(app.port(), "/own/../r/a")).endsWith("answered /own/../r/a");
		assertThat(RawHttp.get(app.port(), "/R/a")).startsWith("HTTP/1.1 404 ");
		assertThat(RawHttp.get(app.port(), "//r/a")).startsWith("HTTP/1.1 404 ");
		assertThat(upstream.received()).isEmpty();
	}

	@RestController
	static class Own {

		@GetMapping({ "/own/**", "/guarded/**" })
		String own(ServerHttpRequest request) {
			return "answered " + request.getURI().getRawPath();
		}

	}

}
