package io.embeddedgateway.discovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.service.Instance;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class InstanceWatchTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Instance A = Instance.of("http://a:80");

	private static final Instance B = Instance.of("http://b:80");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Queue<Mono<Answer<Instance>>> answers = new ArrayDeque<>();

	private final Sinks.Many<String> hints = Sinks.many().multicast().directBestEffort();

	private int asked;

	private final InstanceWatch watch = new InstanceWatch("dns:http://orders", () -> Mono.defer(this::next),
			DiscoveryPolicy.DEFAULT, this.hints.asFlux(), this.time);

	@AfterEach
	void stop() {
		this.time.dispose();
	}

	private Mono<Answer<Instance>> next() {
		this.asked++;
		Mono<Answer<Instance>> answer = this.answers.poll();
		return (answer != null) ? answer : Mono.just(found(3600, A));
	}

	private static Answer<Instance> found(int seconds, Instance... instances) {
		return new Answer<>(List.of(instances), Duration.ofSeconds(seconds));
	}

	@Test
	void asksAgainWhenTheAnswerIsGoodNoLonger() {
		this.answers.add(Mono.just(found(10, A)));
		this.answers.add(Mono.just(found(0, A, B)));
		this.answers.add(Mono.just(found(3600, B)));
		StepVerifier.create(this.watch.instances())
			.expectNext(List.of(A))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(9999)))
			.then(() -> assertThat(this.asked).isOne())
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.expectNext(List.of(A, B))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(999)))
			.then(() -> assertThat(this.asked).isEqualTo(2))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.expectNext(List.of(B))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(29_999)))
			.then(() -> assertThat(this.asked).isEqualTo(3))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.expectNext(List.of(A))
			.thenCancel()
			.verify(PATIENCE);
	}

	@Test
	void orderMeansNothing(CapturedOutput output) {
		this.answers.add(Mono.just(found(1, B, A)));
		this.answers.add(Mono.just(found(1, A, B)));
		this.answers.add(Mono.just(found(1, B, A, A)));
		this.answers.add(Mono.just(found(1, A.withWeight(2), B)));
		StepVerifier.create(this.watch.instances())
			.expectNext(List.of(A, B))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(3)))
			.expectNext(List.of(A.withWeight(2), B))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(output)
			.containsOnlyOnce(
					"dns:http://orders has instances [http://a:80, http://b:80]; new: [http://a:80, http://b:80]")
			.containsOnlyOnce("dns:http://orders has the same instances with other weights or values");
	}

	@Test
	void lastGoodAnswerStaysWhileThereIsNone(CapturedOutput output) {
		this.answers.add(Mono.just(found(1, A)));
		this.answers.add(Mono.error(new IllegalStateException("timed out")));
		this.answers.add(Mono.just(Answer.nothing()));
		this.answers.add(Mono.error(new IllegalStateException("timed out")));
		this.answers.add(Mono.just(found(1, B)));
		StepVerifier.create(this.watch.instances())
			.expectNext(List.of(A))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(1)))
			.then(() -> assertThat(this.asked).isEqualTo(2))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(1)))
			.then(() -> assertThat(this.asked).isEqualTo(3))
			// Less and less often
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1999)))
			.then(() -> assertThat(this.asked).isEqualTo(3))
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(4001)))
			.expectNext(List.of(B))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(output)
			.containsOnlyOnce(
					"WARN io.embeddedgateway.discovery.InstanceWatch -- dns:http://orders could not be looked up: "
							+ "timed out; what was found last stays: [http://a:80]")
			.doesNotContain("WARN io.embeddedgateway.discovery.InstanceWatch -- dns:http://orders has no instances")
			.containsOnlyOnce("dns:http://orders is found again")
			.containsOnlyOnce("dns:http://orders has instances [http://b:80]; new: [http://b:80]; gone: [http://a:80]");
	}

	@Test
	void failuresAreAskedAboutAtMostAsRarelyAsSuccesses() {
		for (int i = 0; i < 40; i++) {
			this.answers.add(Mono.error(new IllegalStateException("timed out")));
		}
		StepVerifier.create(this.watch.instances())
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(31)))
			.then(() -> assertThat(this.asked).isEqualTo(6))
			.then(() -> this.time.advanceTimeBy(Duration.ofSeconds(300)))
			.then(() -> assertThat(this.asked).isEqualTo(16))
			.thenCancel()
			.verify(PATIENCE);
	}

	@Test
	void hintIsAReasonToAskAtOnce() {
		this.answers.add(Mono.just(found(3600, A)));
		this.answers.add(Mono.just(found(3600, B)));
		StepVerifier.create(this.watch.instances())
			.expectNext(List.of(A))
			.then(() -> assertThat(this.hints.tryEmitNext("changed")).isEqualTo(Sinks.EmitResult.OK))
			.expectNext(List.of(B))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.asked).isEqualTo(2);
	}

	@Test
	void nobodyIsAskedAnyMoreAfterTheEnd() {
		StepVerifier.create(this.watch.instances()).expectNext(List.of(A)).thenCancel().verify(PATIENCE);
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.asked).isOne();
	}

}
