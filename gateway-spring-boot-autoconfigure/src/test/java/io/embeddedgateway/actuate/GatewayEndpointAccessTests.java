package io.embeddedgateway.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;

import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may ask the endpoint, and where.
 */
class GatewayEndpointAccessTests {

	private static final String BODY = "{\"service\":\"orders\",\"instance\":\"http://127.0.0.1:1\"}";

	private static final String YAML = """
			management:
			  endpoints.web.exposure.include: %s
			%s
			gateway:
			  health: {required-services: orders}
			  services:
			    orders: {instances: "http://127.0.0.1:1"}
			  routes:
			    all: {path: /**, uri: "%s"}
			""";

	@Test
	void onAPortOfItsOwnItIsReadOnlyAndOnTheOtherTheRouteAnswers() throws IOException {
		try (Upstream upstream = Upstream.named("upstream");
				GatewayApp app = GatewayApp.start(YAML.formatted("gateway, health",
						"  server.port: 0\n  server.address: 127.0.0.1", upstream.uri()))) {
			int port = app.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(RawHttp.get(port, "/actuator/gateway")).startsWith("HTTP/1.1 200 ")
				.contains("\"operations\":[]", "\"routes\":1");
			assertThat(RawHttp.get(port, "/actuator/gateway/routes/all")).startsWith("HTTP/1.1 200 ")
				.contains("\"id\":\"all\"");
			assertThat(new EndpointClient(port).post("drain", BODY)).startsWith("HTTP/1.1 405 ");
			assertThat(RawHttp.get(app.port(), "/actuator/gateway")).endsWith("upstream");
			assertThat(RawHttp.get(port, "/actuator/health/readiness")).startsWith("HTTP/1.1 200 ");
			app.context()
				.getBean(Services.class)
				.get("orders")
				.instances()
				.get(0)
				.condition()
				.administer(AdminState.DISABLED, "test");
			assertThat(RawHttp.get(port, "/actuator/health/readiness")).startsWith("HTTP/1.1 503 ");
			assertThat(RawHttp.get(port, "/actuator/health/liveness")).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void thereIsNoEndpointUnlessItIsExposed() throws IOException {
		try (Upstream upstream = Upstream.named("upstream");
				GatewayApp app = GatewayApp.start(YAML.formatted("health", "", upstream.uri()))) {
			assertThat(RawHttp.get(app.port(), "/actuator/gateway")).endsWith("upstream");
			assertThat(app.context().getBeansOfType(EndpointSection.class)).isEmpty();
		}
	}

	@Test
	void springSecurityDecidesWhoMayOperate() throws IOException {
		try (GatewayApp app = GatewayApp.start(
				YAML.formatted("gateway", "  endpoint.gateway.access: unrestricted", "http://127.0.0.1:1"),
				Secured.class)) {
			assertThat(new EndpointClient(app.port()).post("drain", BODY)).startsWith("HTTP/1.1 401 ");
			assertThat(new EndpointClient(app.port()).post("drain", BODY, basic("reader"))).startsWith("HTTP/1.1 403 ");
			assertThat(new EndpointClient(app.port()).post("drain", BODY, basic("alice"))).startsWith("HTTP/1.1 200 ");
			assertThat(RawHttp.get(app.port(), "/actuator/gateway/services")).startsWith("HTTP/1.1 200 ")
				.contains("\"reason\":\"drained by 'alice'\"");
		}
	}

	private static String basic(String user) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.UTF_8));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Secured {

		@Bean
		SecurityWebFilterChain operators(ServerHttpSecurity http) {
			return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.httpBasic(Customizer.withDefaults())
				.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.POST, "/actuator/**")
					.hasRole("OPERATOR")
					.anyExchange()
					.permitAll())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("alice").password("{noop}password").roles("OPERATOR").build(),
					User.withUsername("reader").password("{noop}password").roles("READER").build());
		}

	}

}
