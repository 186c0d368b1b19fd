package io.embeddedgateway.auth.jwt;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.testing.TokenMaker;
import io.embeddedgateway.testing.VirtualClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When keys are asked for, and how long they count.
 */
class RemoteKeysTests {

	private static final VerificationKeys OLD = keys("old");

	private static final VerificationKeys NEW = keys("new");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger asked = new AtomicInteger();

	private Mono<VerificationKeys> answer = Mono.just(OLD);

	private final RemoteKeys keys = new RemoteKeys("main", Mono.defer(() -> {
		this.asked.incrementAndGet();
		return this.answer;
	}), new VirtualClock(this.time), this.time);

	@AfterEach
	void stop() {
		this.keys.dispose();
	}

	@Test
	void nobodyIsAskedBeforeTheFirstToken() {
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.keys.current()).isNull();
		assertThat(this.asked).hasValue(0);
	}

	@Test
	void oneQuestionAnswersAllWhoWait() {
		Sinks.One<VerificationKeys> late = Sinks.one();
		this.answer = late.asMono();
		AtomicInteger answered = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.keys.newer().subscribe((keys) -> answered.incrementAndGet());
		}
		late.tryEmitValue(OLD);
		assertThat(this.asked).hasValue(1);
		assertThat(answered).hasValue(100);
	}

	@Test
	void whoGoesAwayDoesNotEndTheQuestionOfOthers() {
		Sinks.One<VerificationKeys> late = Sinks.one();
		this.answer = late.asMono();
		this.keys.newer().subscribe().dispose();
		late.tryEmitValue(OLD);
		assertThat(this.keys.current()).isEqualTo(OLD);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void unknownKeysCauseOneQuestionInAWhile() {
		expect(OLD);
		this.answer = Mono.just(NEW);
		for (int i = 0; i < 1000; i++) {
			expect(OLD);
		}
		assertThat(this.asked).hasValue(1);
		this.time.advanceTimeBy(RemoteKeys.PAUSE);
		for (int i = 0; i < 1000; i++) {
			expect(NEW);
		}
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void keysAreAskedForAgainInTheBackground() {
		expect(OLD);
		this.answer = Mono.just(NEW);
		this.time.advanceTimeBy(RemoteKeys.REFRESH);
		assertThat(this.keys.current()).isEqualTo(NEW);
		this.time.advanceTimeBy(RemoteKeys.REFRESH.multipliedBy(10));
		assertThat(this.asked).hasValue(12);
	}

	@Test
	void questionsAreCountedByTheirAnswer() {
		expect(OLD);
		this.answer = Mono.error(new IllegalStateException("a test"));
		this.time.advanceTimeBy(RemoteKeys.REFRESH);
		assertThat(this.keys.refreshes().succeeded()).isOne();
		assertThat(this.keys.refreshes().failed()).isOne();
	}

	@Test
	void sameKeysStayTheSameObject() {
		expect(OLD);
		this.answer = Mono.just(new VerificationKeys(OLD.all()));
		this.time.advanceTimeBy(RemoteKeys.REFRESH);
		assertThat(this.asked).hasValue(2);
		assertThat(this.keys.current()).isSameAs(OLD);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void lastKeysCountForADayWhileTheIssuerIsDown(CapturedOutput output) {
		expect(OLD);
		this.answer = Mono.error(new IllegalStateException("down"));
		this.time.advanceTimeBy(Duration.ofHours(23));
		assertThat(this.keys.current()).isEqualTo(OLD);
		this.time.advanceTimeBy(Duration.ofHours(2));
		assertThat(this.keys.current()).isNull();
		expectFailure();
		this.answer = Mono.just(OLD);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(this.keys.current()).isEqualTo(OLD);
		assertThat(output.toString().split("can't be had: ")).hasSize(2);
		assertThat(output.toString().split("can be had again")).hasSize(2);
	}

	@Test
	void issuerThatIsDownIsAskedLessAndLess() {
		this.answer = Mono.error(new IllegalStateException("down"));
		expectFailure();
		for (int i = 0; i < 1000; i++) {
			expectFailure();
		}
		assertThat(this.asked).hasValue(1);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.asked).hasValue(2);
		this.time.advanceTimeBy(Duration.ofSeconds(2 + 4 + 8 + 16));
		assertThat(this.asked).hasValue(6);
		this.time.advanceTimeBy(Duration.ofMinutes(10));
		assertThat(this.asked).hasValue(26);
		this.answer = Mono.just(OLD);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		expect(OLD);
	}

	@Test
	void unknownKeyOfAnIssuerThatIsDownCannotBeJudged() {
		expect(OLD);
		this.answer = Mono.error(new IllegalStateException("down"));
		this.time.advanceTimeBy(RemoteKeys.PAUSE);
		expectFailure();
		expectFailure();
		assertThat(this.asked).hasValue(2);
		assertThat(this.keys.current()).isEqualTo(OLD);
	}

	@Test
	void nothingIsAskedAfterTheEnd() {
		expect(OLD);
		this.keys.dispose();
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.asked).hasValue(1);
	}

	private void expect(VerificationKeys expected) {
		StepVerifier.create(this.keys.newer()).expectNext(expected).expectComplete().verify(Duration.ofSeconds(10));
	}

	private void expectFailure() {
		StepVerifier.create(this.keys.newer()).expectError().verify(Duration.ofSeconds(10));
	}

	private static VerificationKeys keys(String id) {
		return new VerificationKeys(List.of(VerificationKey.of(TokenMaker.ec(id).jwk(), Set.of())));
	}

}
