package io.embeddedgateway.auth;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths by which somebody could come around a rule, over raw sockets.
 */
class PathTrickTests {

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.echo();
		app = GatewayApp.start("""
				gateway:
				  services: {site: {instances: %s}}
				  routes:
				    admin: {path: /admin/**, service: site, auth: role:admin}
				    exact: {path: /exact, service: site, auth: role:admin}
				    known: {path: /known/**, service: site, auth: required}
				    boss: {path: /known/boss, service: site, auth: role:admin}
				    folder: {path: /folder, redirect: /folder/, auth: none}
				    content: {path: /folder/**, service: site, auth: none}
				    open: {path: /**, service: site, auth: none}
				""".formatted(upstream.uri()), Beans.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/x", "/admin", "/admin/", "//admin/x", "/admin//x", "///admin", "/%61dmin/x",
			"/ADMIN/x", "/Admin", "/%41dmin/x", "/./admin/x", "/x/../admin/x", "/%2e/admin/x", "/x/%2e%2e/admin/x",
			"/.%2e/admin", "/admin%2fx", "/%2fadmin", "/admin%5cx", "/admin;a=b/x", "/;/admin", "/admin%00",
			"/admin\\x", "/exact/", "//exact", "/EXACT", "/exact//", "http://gateway.test/admin/x",
			"http://gateway.test//admin/x" })
	void nobodyComesAroundARule(String target) throws IOException {
		int before = upstream.received().size();
		assertThat(RawHttp.get(app.port(), target)).as(target).matches("(?s)HTTP/1.1 (400|401|403|404) .*");
		assertThat(upstream.received()).hasSize(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/known/boss/", "/known//boss", "/known/BOSS" })
	void whoIsKnownDoesNotComeAroundAStricterRule(String target) throws IOException {
		int before = upstream.received().size();
		assertThat(RawHttp.get(app.port(), target, "Authorization: Bearer ann")).as(target).startsWith("HTTP/1.1 400 ");
		assertThat(upstream.received()).hasSize(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/x", "/x/", "//x", "/X%20Y", "/administrator", "/adminx/", "/x/admin", "/folder/" })
	void whatIsOpenStaysOpen(String target) throws IOException {
		assertThat(RawHttp.get(app.port(), target)).as(target).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().uri()).isEqualTo(target);
	}

	@Test
	void whoMayGetsThePathAsItWasSent() throws IOException {
		assertThat(RawHttp.get(app.port(), "/known//a/", "Authorization: Bearer ann")).startsWith("HTTP/1.1 200 ");
		assertThat(upstream.last().uri()).isEqualTo("/known//a/");
	}

	/**
	 * A provider that knows everybody.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		AuthProviderSource everybody(TokenCache cache) {
			AuthProvider provider = new TokenProvider("all", null, Beans::verify, TokenBinding.NONE, Duration.ZERO,
					cache, List.of());
			return () -> List.of(provider);
		}

		private static Mono<VerifiedCaller> verify(String token) {
			return Mono.just(new VerifiedCaller(new Caller("all", token, null, Set.of(), Set.of(), Map.of()),
					new Credential(CredentialKind.TOKEN, "Authorization", token)));
		}

	}

}
