package io.embeddedgateway.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.auth.TokenHash;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long tokens of the gateway are used.
 */
class TokenStoreTests {

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final AtomicInteger asked = new AtomicInteger();

	private final TokenStore store = new TokenStore(Clock.fixed(Instant.now(), ZoneOffset.UTC), this.scheduler);

	@AfterEach
	void stop() {
		this.scheduler.dispose();
	}

	@Test
	void tokenIsUsedUntilShortlyBeforeItsEnd() {
		TokenClient.Source source = (subject) -> Mono.fromSupplier(() -> token(300));
		expect(source, "token1");
		this.scheduler.advanceTimeBy(Duration.ofSeconds(265));
		expect(source, "token1");
		this.scheduler.advanceTimeBy(Duration.ofSeconds(10));
		expect(source, "token2");
	}

	@Test
	void tokenThatEndsAtOnceIsNotKept() {
		TokenClient.Source source = (subject) -> Mono.fromSupplier(() -> token(0));
		expect(source, "token1");
		this.scheduler.advanceTimeBy(Duration.ofSeconds(2));
		expect(source, "token2");
	}

	@Test
	void afterAFailureNobodyAsksForASecond() {
		TokenClient.Source source = (subject) -> Mono.defer(() -> {
			this.asked.incrementAndGet();
			return Mono.error(new IllegalStateException("down"));
		});
		for (int i = 0; i < 10; i++) {
			StepVerifier.create(this.store.get(key("a"), "a", source))
				.expectErrorMessage("down")
				.verify(Duration.ofSeconds(5));
		}
		assertThat(this.asked).hasValue(1);
		this.scheduler.advanceTimeBy(Duration.ofMillis(1100));
		StepVerifier.create(this.store.get(key("a"), "a", source)).expectError().verify(Duration.ofSeconds(5));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void tokensOfOtherCallersAreOthers() {
		TokenClient.Source source = (subject) -> Mono.fromSupplier(() -> token(300));
		expect(source, "token1");
		StepVerifier.create(this.store.get(key("b"), "b", source))
			.expectNext("token2")
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void requestsThatOnlyReadTheSameAreOthers() {
		assertThat(request(Set.of("a", "b"), Set.of())).isNotEqualTo(request(Set.of("a, b"), Set.of()));
		assertThat(request(Set.of("a"), Set.of("b"))).isNotEqualTo(request(Set.of("a] [b"), Set.of()));
		assertThat(request(Set.of("a", "b"), Set.of("c"))).isEqualTo(request(Set.of("b", "a"), Set.of("c")));
	}

	private void expect(TokenClient.Source source, String token) {
		StepVerifier.create(this.store.get(key("a"), "a", source))
			.expectNext(token)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	private OAuth2AccessTokenResponse token(long seconds) {
		return OAuth2AccessTokenResponse.withToken("token" + this.asked.incrementAndGet())
			.tokenType(TokenType.BEARER)
			.expiresIn(seconds)
			.build();
	}

	private static TokenStore.Key key(String subject) {
		return new TokenStore.Key("idp", request(Set.of(), Set.of()), TokenHash.of(subject));
	}

	private static TokenStore.Request request(Set<String> audiences, Set<String> scopes) {
		return new TokenStore.Request(TokenRelay.EXCHANGE, audiences, scopes);
	}

}
