package io.embeddedgateway.forward;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first thing a user does.
 */
class FirstRouteTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void fiveLinesOfYamlProxyARequest() throws Exception {
		try (Upstream orders = Upstream.named("orders"); GatewayApp app = GatewayApp.start("""
				gateway:
				  routes:
				    orders:
				      path: /orders/**
				      uri: %s
				""".formatted(orders.uri()), Own.class)) {
			HttpResponse<String> response = get(app.url("/orders/7?x=1"));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("orders");
			assertThat(response.headers().firstValue("via")).hasValue("1.1 gateway");
			assertThat(orders.last().uri()).isEqualTo("/orders/7?x=1");
			assertThat(orders.last().header("host")).containsExactly("127.0.0.1:" + orders.port());
			assertThat(orders.last().header("x-forwarded-for")).containsExactly("127.0.0.1");
			assertThat(orders.last().header("x-forwarded-host")).containsExactly("127.0.0.1:" + app.port());
			assertThat(orders.last().header("accept")).isEmpty();
			assertThat(get(app.url("/own")).body()).isEqualTo("own");
			assertThat(get(app.url("/nothing")).statusCode()).isEqualTo(404);
		}
	}

	private HttpResponse<String> get(String url) throws Exception {
		return this.client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
	}

	@RestController
	static class Own {

		@GetMapping("/own")
		String own() {
			return "own";
		}

	}

}
