package io.embeddedgateway.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.AuthorizationServer;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.KeyServer;
import io.embeddedgateway.testing.TokenMaker;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Providers of tokens side by side, with a real authorization server, over real sockets.
 */
class TokenTests {

	private static final AuthorizationServer SERVER = AuthorizationServer.get();

	private static final TokenMaker MAKER = TokenMaker.rsa("one", "RS256");

	private static final TokenMaker FILE = TokenMaker.ec("file");

	private static KeyServer partner;

	private static Upstream upstream;

	private static GatewayApp app;

	private static WebTestClient client;

	@TempDir
	private static Path files;

	@BeforeAll
	static void start() throws IOException {
		Files.writeString(files.resolve("internal.pem"), FILE.pem());
		partner = new KeyServer(MAKER);
		upstream = Upstream.echo();
		app = GatewayApp
			.start("""
					gateway:
					  auth:
					    main: {jwt: {issuer-uri: "%1$s", audiences: api, roles-claim: realm_access.roles}}
					    partner: {jwt: {jwk-set-uri: "%2$s", issuer: partner, principal-claim: azp, scopes-claim: permissions}}
					    internal: {jwt: {public-key: "file:%3$s/internal.pem", issuer: internal}}
					    own: {jwt: {decoder: decoder, issuer: own}}
					    legacy: {opaque: {introspection-uri: "%1$s/oauth2/introspect", client-id: gateway, client-secret: gateway-secret, cache: 0s}}
					    stranger: {opaque: {introspection-uri: "%1$s/oauth2/introspect", client-id: gateway, client-secret: wrong}}
					    down: {opaque: {introspection-uri: "http://127.0.0.1:1/", client-id: gateway, client-secret: gateway-secret}}
					    nonsense: {opaque: {introspection-uri: "%4$s", client-id: gateway, client-secret: gateway-secret}}
					    bean: {opaque: {introspector: introspector, audiences: api, timeout: 200ms}}
					    managed: {opaque: {manager: manager}}
					  services: {site: {instances: "%4$s"}}
					  routes:
					    any: {path: /any, service: site, auth: {providers: [main, partner, internal, own]}}
					    main: {path: /main, service: site, auth: {providers: main, all-of: "scope:orders.read"}}
					    role: {path: /role, service: site, auth: {providers: main, all-of: "role:clerk"}}
					    client: {path: /client, service: site, auth: {providers: main, all-of: "client:service"}}
					    partner: {path: /partner, service: site, auth: {providers: partner, all-of: "scope:a"}}
					    legacy: {path: /legacy, service: site, auth: {providers: legacy, all-of: "scope:orders.read"}}
					    both: {path: /both, service: site, auth: {providers: [main, legacy]}}
					    stranger: {path: /stranger, service: site, auth: {providers: stranger}}
					    down: {path: /down, service: site, auth: {providers: down}}
					    nonsense: {path: /nonsense, service: site, auth: {providers: nonsense}}
					    bean: {path: /bean, service: site, auth: {providers: bean}}
					    managed: {path: /managed, service: site, auth: {providers: managed, all-of: "role:admin"}}
					"""
				.formatted(SERVER.issuer(), partner.jwkSetUri(), files, upstream.uri()), Beans.class);
		client = WebTestClient.bindToServer().baseUrl(app.url("")).build();
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
		partner.close();
	}

	@Test
	void tokensOfARealServerAreAccepted() {
		String token = SERVER.token("service", "orders.read");
		assertThat(status("/main", token)).isEqualTo(200);
		assertThat(status("/role", token)).isEqualTo(200);
		assertThat(status("/client", token)).isEqualTo(200);
		assertThat(status("/partner", token)).isEqualTo(401);
		assertThat(status("/main", SERVER.token("service", "orders.write"))).isEqualTo(403);
		String curve = SERVER.token("curve", "orders.read");
		assertThat(status("/main", curve)).isEqualTo(200);
		assertThat(status("/client", curve)).isEqualTo(403);
	}

	@Test
	void exchangedTokensAreAccepted() {
		Map<String, Object> answer = SERVER.exchange("gateway", SERVER.token("service", "orders.read"), "api");
		assertThat(status("/any", (String) answer.get("access_token"))).isEqualTo(200);
	}

	@Test
	void issuersStandSideBySide() {
		Map<String, Object> claims = TokenMaker.claims("partner");
		claims.put("azp", "app");
		claims.put("permissions", List.of("a", "b"));
		assertThat(status("/any", MAKER.token(claims))).isEqualTo(200);
		assertThat(status("/partner", MAKER.token(claims))).isEqualTo(200);
		assertThat(status("/main", MAKER.token(claims))).isEqualTo(401);
		claims.put("permissions", "b c");
		assertThat(status("/partner", MAKER.token(claims))).isEqualTo(403);
		assertThat(status("/any", FILE.token(TokenMaker.claims("internal")))).isEqualTo(200);
		assertThat(status("/any", MAKER.token(TokenMaker.claims("internal")))).isEqualTo(401);
		assertThat(status("/any", FILE.token(TokenMaker.claims("partner")))).isEqualTo(401);
		assertThat(status("/any", MAKER.token(TokenMaker.claims("nobody")))).isEqualTo(401);
	}

	@Test
	void decoderOfTheApplicationDecides() {
		assertThat(status("/any", unsigned("own", "good"))).isEqualTo(200);
		assertThat(status("/any", unsigned("own", "bad"))).isEqualTo(401);
		assertThat(status("/any", unsigned("own", "broken"))).isEqualTo(503);
	}

	@Test
	void opaqueTokensAreAskedAbout() {
		String token = SERVER.token("reference", "orders.read");
		assertThat(token).doesNotContain(".");
		assertThat(status("/legacy", token)).isEqualTo(200);
		assertThat(status("/both", token)).isEqualTo(200);
		assertThat(status("/main", token)).isEqualTo(401);
		assertThat(status("/legacy", SERVER.token("reference", "orders.write"))).isEqualTo(403);
		assertThat(status("/legacy", "unknown")).isEqualTo(401);
		SERVER.revoke("reference", token);
		assertThat(status("/legacy", token)).isEqualTo(401);
	}

	@ParameterizedTest
	@CsvSource({ "/stranger, x, 503", "/down, x, 503", "/nonsense, x, 503", "/bean, good, 200", "/bean, other, 401",
			"/bean, slow, 503", "/bean, broken, 503", "/bean, empty, 503", "/managed, admin, 200",
			"/managed, user, 403", "/managed, bad, 401", "/managed, broken, 503", "/managed, thrown, 503",
			"/managed, empty, 401" })
	void whoeverIsAskedDecides(String path, String token, int status) {
		assertThat(status(path, token)).isEqualTo(status);
	}

	private static String unsigned(String issuer, String subject) {
		return TokenMaker.encoded("{}") + "."
				+ TokenMaker.encoded("{\"iss\":\"" + issuer + "\",\"sub\":\"" + subject + "\"}") + "." + subject;
	}

	private static int status(String path, String token) {
		return client.get()
			.uri(path)
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value();
	}

	/**
	 * What an application has of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		ReactiveJwtDecoder decoder() {
			return (token) -> {
				if (token.endsWith("good")) {
					return Mono.just(Jwt.withTokenValue(token)
						.header("alg", "none")
						.issuer("own")
						.subject("good")
						.expiresAt(Instant.now().plusSeconds(60))
						.build());
				}
				return Mono
					.error(token.endsWith("bad") ? new BadJwtException("bad") : new IllegalStateException("down"));
			};
		}

		@Bean
		ReactiveOpaqueTokenIntrospector introspector() {
			return (token) -> switch (token) {
				case "slow" -> Mono.never();
				case "empty" -> Mono.empty();
				case "broken" -> throw new IllegalStateException("broken");
				default -> Mono.just(new DefaultOAuth2AuthenticatedPrincipal(
						Map.of("sub", "x", "aud", token.equals("good") ? List.of("api") : "other"), List.of()));
			};
		}

		@Bean
		ReactiveAuthenticationManager manager() {
			return (authentication) -> switch (((BearerTokenAuthenticationToken) authentication).getToken()) {
				case "bad" -> Mono.error(new BadCredentialsException("bad"));
				case "broken" -> Mono.error(new AuthenticationServiceException("broken"));
				case "thrown" -> throw new IllegalStateException("broken");
				case "empty" -> Mono.empty();
				case "admin" -> Mono.just(UsernamePasswordAuthenticationToken.authenticated("admin", null,
						AuthorityUtils.createAuthorityList("ROLE_admin")));
				default -> Mono.just(UsernamePasswordAuthenticationToken.authenticated("user", null, List.of()));
			};
		}

	}

}
