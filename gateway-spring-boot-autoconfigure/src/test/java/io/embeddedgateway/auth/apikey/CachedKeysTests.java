package io.embeddedgateway.auth.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;

class CachedKeysTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final KeyHash HASH = KeyHash.ofKey("a key");

	private final ManualClock clock = new ManualClock(Instant.EPOCH);

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final List<String> asked = new ArrayList<>();

	private Mono<ApiKey> answer = Mono.just(ApiKey.of("mobile"));

	private final CachedKeys keys = new CachedKeys("apps", this::find, Duration.ofSeconds(30), Duration.ofSeconds(2),
			this.clock, this.scheduler);

	private Mono<ApiKey> find(String hash) {
		this.asked.add(hash);
		return this.answer;
	}

	@Test
	void answerIsRememberedForAWhile() {
		assertThat(this.keys.known(HASH)).isNull();
		StepVerifier.create(this.keys.find(HASH))
			.assertNext((key) -> assertThat(key.caller()).hasToString("'mobile' of 'apps'"))
			.expectComplete()
			.verify(SOON);
		assertThat(this.asked).containsExactly(HASH.hexadecimal());
		assertThat(this.keys.known(HASH)).isNotNull();
		this.clock.advance(Duration.ofSeconds(31));
		assertThat(this.keys.known(HASH)).isNull();
	}

	@Test
	void unknownKeyIsRememberedToo() {
		this.answer = Mono.empty();
		StepVerifier.create(this.keys.find(HASH)).expectComplete().verify(SOON);
		StepVerifier.create(this.keys.find(HASH)).expectComplete().verify(SOON);
		assertThat(this.asked).hasSize(1);
		this.clock.advance(Duration.ofSeconds(31));
		StepVerifier.create(this.keys.find(HASH)).expectComplete().verify(SOON);
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void manyWhoAskForOneKeyWaitForOneAnswer() {
		Sinks.One<ApiKey> later = Sinks.one();
		this.answer = later.asMono();
		List<KnownKey> found = new ArrayList<>();
		StepVerifier first = StepVerifier.create(this.keys.find(HASH).doOnNext(found::add))
			.expectNextCount(1)
			.expectComplete()
			.verifyLater();
		StepVerifier second = StepVerifier.create(this.keys.find(HASH).doOnNext(found::add))
			.expectNextCount(1)
			.expectComplete()
			.verifyLater();
		later.tryEmitValue(ApiKey.of("mobile")).orThrow();
		first.verify(SOON);
		second.verify(SOON);
		assertThat(this.asked).hasSize(1);
		assertThat(found).hasSize(2);
	}

	@Test
	void errorIsNotRemembered() {
		this.answer = Mono.error(new IllegalStateException("down"));
		StepVerifier.create(this.keys.find(HASH)).expectErrorMessage("down").verify(SOON);
		this.answer = Mono.just(ApiKey.of("mobile"));
		StepVerifier.create(this.keys.find(HASH)).expectNextCount(1).expectComplete().verify(SOON);
	}

	@Test
	void sourceThatHangsIsGivenUp() {
		this.answer = Mono.never();
		StepVerifier waiting = StepVerifier.create(this.keys.find(HASH))
			.expectErrorMessage("the source of API keys did not answer within 2000 ms")
			.verifyLater();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(2));
		waiting.verify(SOON);
		this.answer = Mono.just(ApiKey.of("mobile"));
		StepVerifier.create(this.keys.find(HASH)).expectNextCount(1).expectComplete().verify(SOON);
	}

	@Test
	void guessingDoesNotBuryTheSource() {
		this.answer = Mono.never();
		List<StepVerifier> waiting = new ArrayList<>();
		for (int i = 0; i < CachedKeys.MOST_QUESTIONS; i++) {
			waiting.add(StepVerifier.create(this.keys.find(KeyHash.ofKey("guess " + i))).expectError().verifyLater());
		}
		StepVerifier.create(this.keys.find(HASH)).expectError(ServiceUnavailableException.class).verify(SOON);
		assertThat(this.asked).hasSize(CachedKeys.MOST_QUESTIONS);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(2));
		waiting.forEach((each) -> each.verify(SOON));
		StepVerifier again = StepVerifier.create(this.keys.find(HASH)).expectError().verifyLater();
		assertThat(this.asked).hasSize(CachedKeys.MOST_QUESTIONS + 1);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(2));
		again.verify(SOON);
	}

}
