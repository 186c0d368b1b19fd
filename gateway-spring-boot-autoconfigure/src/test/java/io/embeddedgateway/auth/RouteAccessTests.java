package io.embeddedgateway.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may use which route, over real sockets.
 */
class RouteAccessTests {

	private static Upstream upstream;

	private static GatewayApp app;

	private static WebTestClient client;

	@BeforeAll
	static void start() {
		upstream = Upstream.echo();
		app = GatewayApp.start("""
				gateway:
				  defaults: {timeout: 5s}
				  services: {site: {instances: %s}}
				  routes:
				    closed: {path: /closed/**, service: site}
				    open: {path: /open/**, service: site, auth: none}
				    optional: {path: /optional/**, service: site, auth: optional}
				    scope: {path: /scope/**, service: site, auth: scope:orders.read}
				    role: {path: /role/**, service: site, auth: role:admin}
				    client: {path: /client/**, service: site, auth: client:ops}
				    claim: {path: /claim/**, service: site, auth: claim:org.plan=pro}
				    any: {path: /any/**, service: site, auth: {any-of: ["role:admin", "client:ops"]}}
				    all: {path: /all/**, service: site, auth: {all-of: ["role:admin", "client:ops"]}}
				    other: {path: /other/**, service: site, auth: {providers: other}}
				    rule: {path: /rule/**, service: site, auth: named}
				    manager: {path: /manager/**, service: site, auth: {all-of: [asked, "client:ops"]}}
				    throws: {path: /throws/**, service: site, auth: broken}
				    backup: {path: /backup/**, service: site}
				    failing: {path: /failing/**, uri: "http://127.0.0.1:1", auth: none, fallback: {respond: sorry}}
				    failing-to: {path: /failing-to/**, uri: "http://127.0.0.1:1", auth: none, fallback: backup}
				    failing-known: {path: /failing-known/**, uri: "http://127.0.0.1:1", fallback: backup}
				    sending:
				      path: /sending/**
				      uri: "http://127.0.0.1:1"
				      auth: none
				      fallback: backup
				      transform: {request: {set-headers: {Authorization: "Bearer nobody"}}}
				    scoped: {path: /scoped/**, service: site, auth: {all-of: ["scope:orders.read", "role:admin"]}}
				    own: {path: /own/**, local: true, auth: required}
				""".formatted(upstream.uri()), Beans.class);
		client = WebTestClient.bindToServer().baseUrl(app.url("")).build();
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	@ParameterizedTest
	@CsvSource({ "/closed, nobody, 200", "/closed, , 401", "/closed, wrong, 401", "/closed, slow, 503",
			"/closed, failing, 503", "/open, , 200", "/open, wrong, 200", "/optional, , 200", "/optional, nobody, 200",
			"/optional, wrong, 401", "/scope, reader, 200", "/scope, nobody, 403", "/scope, , 401", "/role, admin, 200",
			"/role, ops, 403", "/client, ops, 200", "/client, admin, 403", "/claim, pro, 200", "/claim, free, 403",
			"/claim, nobody, 403", "/any, admin, 200", "/any, ops, 200", "/any, nobody, 403", "/all, admin, 403",
			"/all, chief, 200", "/other, nobody, 401", "/other, , 401", "/rule, nobody, 200", "/rule, ops, 403",
			"/manager, ops, 200", "/manager, chief, 403", "/throws, ops, 503" })
	void routeLetsInWhomItsPolicyLets(String path, String token, int status) {
		client.get()
			.uri(path)
			.headers((headers) -> bearer(headers, token))
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody();
	}

	@Test
	void answersSayWhatToBringAndNoMore() {
		client.get()
			.uri("/closed")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Valid credentials are needed");
		client.get()
			.uri("/closed")
			.headers((headers) -> bearer(headers, "wrong"))
			.exchange()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Valid credentials are needed");
		client.get()
			.uri("/scope")
			.headers((headers) -> bearer(headers, "nobody"))
			.exchange()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"orders.read\"")
			.expectBody();
		client.get()
			.uri("/role")
			.headers((headers) -> bearer(headers, "nobody"))
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist(HttpHeaders.WWW_AUTHENTICATE)
			.expectBody();
	}

	@Test
	void credentialsThatAreAmbiguousAreRefused() {
		client.get()
			.uri("/closed")
			.headers((headers) -> headers.addAll(HttpHeaders.AUTHORIZATION, List.of("Bearer nobody", "Bearer nobody")))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_request\"")
			.expectBody();
		client.get().uri("/closed?access_token=nobody").exchange().expectStatus().isBadRequest().expectBody();
		client.get()
			.uri("/closed?x=1&access%5Ftoken=nobody")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.UNAUTHORIZED)
			.expectBody();
	}

	@Test
	void fallbackAnswersWhoWasLetInAndOtherRoutesLetInForThemselves() {
		assertThat(status("/failing", null)).isEqualTo(200);
		assertThat(status("/failing-to", null)).isEqualTo(401);
		assertThat(status("/failing-known", null)).isEqualTo(401);
		assertThat(status("/failing-known", "nobody")).isEqualTo(200);
	}

	@Test
	void whatARouteWritesForItsServiceLetsNobodyInElsewhere() {
		assertThat(status("/sending", null)).isEqualTo(401);
		assertThat(status("/sending", "wrong")).isEqualTo(401);
		assertThat(status("/sending", "reader")).isEqualTo(200);
	}

	@Test
	void missingRoleIsNoMissingScope() {
		client.get()
			.uri("/scoped")
			.headers((headers) -> bearer(headers, "reader"))
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist(HttpHeaders.WWW_AUTHENTICATE)
			.expectBody();
	}

	private static int status(String path, String token) {
		return client.get()
			.uri(path)
			.headers((headers) -> bearer(headers, token))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value();
	}

	@Test
	void ownHandlersLearnWhoIsCalling() {
		client.get()
			.uri("/own/name")
			.headers((headers) -> bearer(headers, "reader"))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("reader reader [SCOPE_orders.read]");
		client.get().uri("/own/name").exchange().expectStatus().isUnauthorized().expectBody();
	}

	private static void bearer(HttpHeaders headers, String token) {
		if (token != null) {
			headers.setBearerAuth(token);
		}
	}

	/**
	 * An own handler, a provider to whom a token is just a name, and rules.
	 */
	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		private static final Map<String, Caller> CALLERS = Map.of("nobody", caller("nobody", null, "", "", Map.of()),
				"reader", caller("reader", null, "orders.read", "", Map.of()), "admin",
				caller("admin", null, "", "admin", Map.of()), "ops", caller("ops", "ops", "", "", Map.of()), "chief",
				caller("chief", "ops", "", "admin", Map.of()), "pro",
				caller("pro", null, "", "", Map.of("org", Map.of("plan", List.of("pro", "x")))), "free",
				caller("free", null, "", "", Map.of("org", Map.of("plan", "free"))));

		@GetMapping("/own/name")
		Mono<String> name(Authentication authentication) {
			return ReactiveSecurityContextHolder.getContext()
				.map((security) -> authentication.getName() + " " + security.getAuthentication().getName() + " "
						+ security.getAuthentication().getAuthorities());
		}

		@Bean
		AuthProviderSource names(TokenCache cache) {
			AuthProvider names = new TokenProvider("names", null, Beans::verify, TokenBinding.NONE, Duration.ZERO,
					cache, List.of());
			AuthProvider other = new TokenProvider("other", "https://other", Beans::verify, TokenBinding.NONE,
					Duration.ZERO, new TokenCache(Clock.systemUTC(), Schedulers.parallel()), List.of());
			return () -> List.of(names, other);
		}

		@Bean
		AccessRule named() {
			return (caller, exchange) -> exchange.request().rawPath().equals("/rule") && caller.name().equals("nobody");
		}

		@Bean
		AccessRule broken() {
			return (caller, exchange) -> {
				throw new IllegalStateException("broken");
			};
		}

		@Bean
		ReactiveAuthorizationManager<GatewayExchange> asked() {
			return (authentication, exchange) -> authentication
				.map((who) -> new AuthorizationDecision(who.getName().equals("ops")));
		}

		private static Mono<VerifiedCaller> verify(String token) {
			if (token.equals("failing")) {
				throw new IllegalStateException("out of order");
			}
			if (token.equals("slow")) {
				return Mono.error(new TimeoutException());
			}
			Caller caller = CALLERS.get(token);
			if (caller == null) {
				return Mono.error(new InvalidCredentialsException("unknown"));
			}
			Credential credential = new Credential(CredentialKind.TOKEN, HttpHeaders.AUTHORIZATION, token);
			return Mono.just(new VerifiedCaller(caller, credential));
		}

		private static Caller caller(String name, String client, String scope, String role,
				Map<String, Object> claims) {
			return new Caller("names", name, client, (!scope.isEmpty()) ? Set.of(scope) : Set.of(),
					(!role.isEmpty()) ? Set.of(role) : Set.of(), claims);
		}

	}

}
