package io.embeddedgateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.embeddedgateway.auth.apikey.ApiKey;
import io.embeddedgateway.auth.apikey.ApiKeySource;
import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers with keys and passwords, over real sockets.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeysAndPasswordsTests {

	private static final String MOBILE = "mobile-key-0123456789";

	private static final String NEW = "mobile-new-0123456789";

	private static final String OLD = "mobile-old-0123456789";

	private static final String SHOP = "shop-key-0123456789ab";

	private static GatewayApp app;

	private static WebTestClient client;

	private static String log;

	@BeforeAll
	static void start(CapturedOutput output) {
		app = GatewayApp.start("""
				gateway:
				  auth:
				    apps:
				      api-key:
				        keys:
				          mobile:
				            hash: ["%s", {value: "%s"}, {value: "%s", expires: 2020-01-01T00:00:00Z}]
				            scopes: orders.read, orders.write
				            roles: app
				            attributes: {plan: free}
				    shops: {api-key: {keys: {"[shop@example.com]": "%s"}}}
				    partners: {api-key: {header: X-Partner-Key, source: partnerKeys}}
				    ops: {basic: {realm: operations, users: {deploy: {password: "{bcrypt}%s", roles: ops}}}}
				    staff: {basic: {manager: staffManager}}
				  routes:
				    own: {path: /own/**, local: true}
				    scope: {path: /scope/**, local: true, auth: scope:orders.read}
				    plan: {path: /plan/**, local: true, auth: claim:plan=free}
				    apps: {path: /apps/**, local: true, auth: {providers: "apps, shops"}}
				    ops: {path: /ops/**, local: true, auth: {providers: "ops, staff"}}
				    deploy: {path: /deploy/**, local: true, auth: client:deploy}
				""".formatted(hash(MOBILE), hash(NEW), hash(OLD), hash(SHOP),
				new BCryptPasswordEncoder(4).encode("a:hush £")), Beans.class);
		client = WebTestClient.bindToServer().baseUrl(app.url("")).build();
		log = output.getAll();
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@ParameterizedTest
	@CsvSource({ "/own, X-Api-Key, mobile-key-0123456789, 200", "/own, x-api-key, mobile-new-0123456789, 200",
			"/own, X-Api-Key, mobile-old-0123456789, 401", "/own, X-Api-Key, mobile-key-0123456780, 401",
			"/own, X-Api-Key, short, 401", "/own, X-Api-Key, '', 401", "/own, X-Api-Key, mobile key 0123456789, 401",
			"/own, X-Api-Key, shop-key-0123456789ab, 200", "/scope, X-Api-Key, shop-key-0123456789ab, 403",
			"/scope, X-Api-Key, mobile-key-0123456789, 200", "/plan, X-Api-Key, mobile-key-0123456789, 200",
			"/own, X-Partner-Key, mobile-key-0123456789, 401", "/own, X-Partner-Key, known-partner-0123456, 200",
			"/own, X-Partner-Key, ended-partner-0123456, 401", "/own, X-Partner-Key, other-partner-0123456, 401",
			"/own, X-Partner-Key, error-partner-0123456, 503", "/own, X-Partner-Key, throw-partner-0123456, 503",
			"/apps, X-Partner-Key, known-partner-0123456, 401", "/ops, X-Api-Key, mobile-key-0123456789, 401" })
	void keyLetsInWhoHasIt(String path, String header, String key, int status) {
		client.get().uri(path).header(header, key).exchange().expectStatus().isEqualTo(status).expectBody();
	}

	@Test
	void ownHandlerLearnsWhoseKeyItIs() {
		client.get()
			.uri("/own")
			.header("X-Api-Key", SHOP)
			.exchange()
			.expectBody(String.class)
			.isEqualTo("shop@example.com []");
	}

	@Test
	void twoKeysAreAmbiguous() {
		client.get()
			.uri("/own")
			.header("X-Api-Key", MOBILE, MOBILE)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody();
	}

	@ParameterizedTest
	@CsvSource({ "/own, deploy:a:hush £, 200", "/own, deploy:a:hush, 401", "/own, Deploy:a:hush £, 401",
			"/own, anna:secret, 200", "/own, anna:wrong, 401", "/own, nobody:x, 401", "/own, down:x, 503",
			"/deploy, deploy:a:hush £, 200", "/deploy, anna:secret, 403", "/apps, anna:secret, 401",
			"/own, no colon, 401" })
	void passwordLetsInWhoKnowsIt(String path, String credentials, int status) {
		// Twice: the second time it is remembered
		for (int i = 0; i < 2; i++) {
			client.get()
				.uri(path)
				.header(HttpHeaders.AUTHORIZATION, basic(credentials))
				.exchange()
				.expectStatus()
				.isEqualTo(status)
				.expectBody();
		}
	}

	@Test
	void credentialsOfAnUnreadableFormAreRefused() {
		for (String value : new String[] { "Basic", "Basic !!!", "Basic YTpi YTpi", "basic YTrDKA==" }) {
			client.get()
				.uri("/own")
				.header(HttpHeaders.AUTHORIZATION, value)
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectBody();
		}
	}

	@Test
	void answerSaysWhatToBring() {
		client.get()
			.uri("/own")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"operations\", charset=\"UTF-8\"",
					"ApiKey header=\"X-Api-Key\"")
			.expectBody();
	}

	@Test
	void startTellsOfKeysThatHaveExpired() {
		assertThat(log).contains("A key of client 'mobile' of provider 'apps' has expired at 2020-01-01T00:00:00Z");
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	private static String hash(String key) {
		try {
			byte[] bytes = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
			return "sha256:" + HexFormat.of().formatHex(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An own handler, a source of keys, and a manager.
	 */
	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@GetMapping({ "/own", "/scope", "/plan", "/apps", "/ops", "/deploy" })
		String name(Authentication authentication) {
			return authentication.getName() + " " + authentication.getAuthorities();
		}

		@Bean
		ApiKeySource partnerKeys() {
			return (hash) -> {
				if (("sha256:" + hash).equals(hash("known-partner-0123456"))) {
					return Mono.just(ApiKey.of("partner"));
				}
				if (("sha256:" + hash).equals(hash("ended-partner-0123456"))) {
					return Mono.just(new ApiKey("partner", Set.of(), Set.of(), Map.of(), Instant.EPOCH));
				}
				if (("sha256:" + hash).equals(hash("throw-partner-0123456"))) {
					throw new IllegalStateException("out of order");
				}
				return ("sha256:" + hash).equals(hash("error-partner-0123456"))
						? Mono.error(new IllegalStateException("out of order")) : Mono.empty();
			};
		}

		@Bean
		ReactiveAuthenticationManager staffManager() {
			return (authentication) -> switch (authentication.getName() + ":" + authentication.getCredentials()) {
				case "anna:secret" -> Mono.just(UsernamePasswordAuthenticationToken.authenticated("anna", null,
						AuthorityUtils.createAuthorityList("ROLE_staff")));
				case "down:x" -> Mono.error(new IllegalStateException("out of order"));
				default -> Mono.error(new BadCredentialsException("unknown"));
			};
		}

	}

}
