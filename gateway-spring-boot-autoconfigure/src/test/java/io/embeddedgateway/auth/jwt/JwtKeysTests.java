package io.embeddedgateway.auth.jwt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.KeyServer;
import io.embeddedgateway.testing.TokenMaker;
import io.embeddedgateway.testing.Upstream;
import io.embeddedgateway.testing.VirtualClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Keys that change while tokens are in use, over real sockets and in virtual time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JwtKeysTests {

	private static final TokenMaker OLD = TokenMaker.ec("old");

	private static final TokenMaker NEW = TokenMaker.ec("new");

	private KeyServer issuer;

	private KeyServer late;

	private Upstream upstream;

	private GatewayApp app;

	private WebTestClient client;

	private VirtualTimeScheduler time;

	@BeforeAll
	void start(@TempDir Path files) throws IOException {
		Path file = Files.writeString(files.resolve("key.pem"), OLD.pem());
		this.issuer = new KeyServer(OLD);
		this.late = new KeyServer(OLD);
		this.upstream = Upstream.echo();
		this.app = GatewayApp.start("""
				gateway:
				  auth:
				    main: {jwt: {issuer-uri: "%s", cache: 1h}}
				    file: {jwt: {public-key: "file:%s", issuer: file}}
				    late: {jwt: {issuer-uri: "%s"}}
				  routes:
				    main: {path: /**, uri: "%s"}
				""".formatted(this.issuer.issuer(), file, this.late.issuer(), this.upstream.uri()), VirtualTime.class);
		this.time = this.app.context().getBean(VirtualTimeScheduler.class);
		this.client = WebTestClient.bindToServer().baseUrl(this.app.url("")).build();
	}

	@AfterAll
	void stop() {
		this.app.close();
		this.upstream.close();
		this.issuer.close();
		this.late.close();
	}

	@Test
	void keysChangeWithoutAnyValidTokenBeingRefused() {
		String old = OLD.token(claims());
		assertThat(status(old)).isEqualTo(200);
		// Unknown keys, of which few are worth a question
		for (int i = 0; i < 1000; i++) {
			assertThat(status(NEW.as("unknown-" + i, "ES256").token(claims()))).isEqualTo(401);
		}
		assertThat(this.issuer.asked()).isEqualTo(1);
		// Rotated: the new key is found when the first token names it
		this.issuer.publish(OLD, NEW);
		this.time.advanceTimeBy(RemoteKeys.PAUSE);
		String rotated = NEW.token(claims());
		assertThat(status(rotated)).isEqualTo(200);
		assertThat(status(old)).isEqualTo(200);
		assertThat(this.issuer.asked()).isEqualTo(2);
		// Withdrawn: what is remembered of its tokens does not count any more
		this.issuer.publish(NEW);
		refresh(3);
		await().atMost(Duration.ofSeconds(20)).until(() -> status(old) == 401);
		assertThat(status(rotated)).isEqualTo(200);
		// Down: the last keys count, for tokens that nobody has seen as well
		this.issuer.mode(KeyServer.Mode.FAILS);
		refresh(4);
		String unknown = NEW.as("unknown", "ES256").token(claims());
		await().atMost(Duration.ofSeconds(20)).until(() -> status(unknown) == 503);
		assertThat(status(rotated)).isEqualTo(200);
		assertThat(status(NEW.token(claims()))).isEqualTo(200);
	}

	@Test
	void rememberedTokenEndsWhenItExpires() {
		Map<String, Object> claims = claims("file");
		claims.put("exp", now() + 60);
		String token = OLD.token(claims);
		assertThat(status(token)).isEqualTo(200);
		this.time.advanceTimeBy(Duration.ofSeconds(50));
		assertThat(status(token)).isEqualTo(200);
		this.time.advanceTimeBy(Duration.ofSeconds(45));
		assertThat(status(token)).isEqualTo(401);
	}

	@Test
	void issuerIsNotNeededAtTheStart() {
		this.late.mode(KeyServer.Mode.FAILS);
		String token = OLD.token(claims(this.late.issuer()));
		assertThat(status(token)).isEqualTo(503);
		assertThat(status("no token")).isEqualTo(401);
		this.late.mode(KeyServer.Mode.ANSWERS);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		await().atMost(Duration.ofSeconds(20)).until(() -> status(token) == 200);
	}

	private void refresh(int asked) {
		this.time.advanceTimeBy(RemoteKeys.REFRESH);
		await().atMost(Duration.ofSeconds(20)).until(() -> this.issuer.asked() == asked);
	}

	private long now() {
		return this.app.context().getBean(Clock.class).instant().getEpochSecond();
	}

	private Map<String, Object> claims() {
		return claims(this.issuer.issuer());
	}

	private Map<String, Object> claims(String name) {
		Map<String, Object> claims = TokenMaker.claims(name);
		claims.put("iat", now());
		claims.put("exp", now() + 3600);
		return claims;
	}

	private int status(String token) {
		return this.client.get()
			.uri("/x")
			.headers((headers) -> headers.setBearerAuth(token))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value();
	}

	/**
	 * Clocks that the test moves.
	 */
	@Configuration(proxyBeanMethods = false)
	static class VirtualTime {

		@Bean
		VirtualTimeScheduler time() {
			return VirtualTimeScheduler.create();
		}

		@Bean
		Clock clock(VirtualTimeScheduler time) {
			return new VirtualClock(time);
		}

		@Bean
		TokenCache cache(Clock clock) {
			return new TokenCache(clock, Schedulers.parallel());
		}

		@Bean
		JwtVerifiers verifiers(BeanFactory beans, IssuerClients clients, Clock clock, VirtualTimeScheduler time) {
			return new JwtVerifiers((name) -> beans.getBean(ReactiveJwtDecoder.class), new DefaultResourceLoader(),
					clients, clock, time);
		}

	}

}
