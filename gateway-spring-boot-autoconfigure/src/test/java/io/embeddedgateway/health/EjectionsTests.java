package io.embeddedgateway.health;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class EjectionsTests {

	/**
	 * With the jitter of the fixture, the first ejection lasts so long.
	 */
	private static final Duration FIRST = Duration.ofMillis(31_500);

	private OutlierFixture fixture = new OutlierFixture(OutlierPolicy.DEFAULT, 4);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private void with(OutlierPolicy policy, int instances) {
		this.fixture.close();
		this.fixture = new OutlierFixture(policy, instances);
	}

	@Test
	void shareIsComputedAfterTheEjection() {
		with(OutlierPolicy.DEFAULT, 3);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.ended(1, CallOutcome.TIMEOUT, 50);
		assertThat(this.fixture.ejected()).isOne();
		with(OutlierPolicy.DEFAULT.withMaxEjected(Percentage.of(67)), 3);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.ended(1, CallOutcome.TIMEOUT, 5);
		assertThat(this.fixture.ejected()).isEqualTo(2);
		with(OutlierPolicy.DEFAULT.withMaxEjected(Percentage.of(10)), 9);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 50);
		assertThat(this.fixture.ejected()).isZero();
	}

	@Test
	void lastAvailableInstanceIsNeverEjected() {
		with(OutlierPolicy.DEFAULT.withMaxEjected(Percentage.of(100)), 3);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 50);
		this.fixture.ended(1, CallOutcome.TIMEOUT, 50);
		this.fixture.ended(2, CallOutcome.TIMEOUT, 50);
		assertThat(this.fixture.ejected()).isEqualTo(2);
		assertThat(this.fixture.state(2)).isEqualTo(InstanceState.AVAILABLE);
		with(OutlierPolicy.DEFAULT.withMaxEjected(Percentage.of(100)), 1);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 50);
		assertThat(this.fixture.ejected()).isZero();
	}

	@Test
	void instanceThatIsOutForLongestMakesRoomForOneThatFails() {
		with(OutlierPolicy.DEFAULT, 3);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(Duration.ofSeconds(2));
		this.fixture.ended(1, CallOutcome.TIMEOUT, 5);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
		assertThat(this.fixture.state(1)).isEqualTo(InstanceState.AVAILABLE);
		this.fixture.ended(0, CallOutcome.SUCCESS);
		this.fixture.ended(1, CallOutcome.TIMEOUT, 5);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		assertThat(this.fixture.state(1)).isEqualTo(InstanceState.EJECTED);
		this.fixture.advance(FIRST.minusSeconds(1));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		assertThat(this.fixture.state(1)).isEqualTo(InstanceState.EJECTED);
	}

	@Test
	void trialThatCameEarlyMakesTheNextEjectionNoLonger() {
		with(OutlierPolicy.DEFAULT, 2);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		for (int i = 0; i < 10; i++) {
			this.fixture.advance(Duration.ofSeconds(2));
			this.fixture.ended(1, CallOutcome.TIMEOUT, 5);
			this.fixture.ended(0, CallOutcome.TIMEOUT);
			assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		}
		assertThat(this.fixture.changes().get(this.fixture.changes().size() - 1).reason()).endsWith("out for 30s");
	}

	@Test
	void checksThatSucceedAgainEndAnEjection() {
		with(OutlierPolicy.DEFAULT, 2);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		AtomicReference<CheckResult> result = new AtomicReference<>(CheckResult.failure("503"));
		ServiceChecks checks = new ServiceChecks(this.fixture.service(), HealthCheckPolicy.of("/health"),
				(endpoint) -> Mono.just(result.get()), this.fixture.scheduler(), () -> new Random(1));
		checks.observe();
		checks.start();
		this.fixture.advance(Duration.ofSeconds(2));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.UNHEALTHY);
		result.set(CheckResult.success("200"));
		this.fixture.advance(Duration.ofSeconds(24));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
		checks.stop();
	}

	@Test
	void noEjectionEndsWithinASecond() {
		with(OutlierPolicy.DEFAULT, 2);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(Duration.ofMillis(900));
		this.fixture.ended(1, CallOutcome.TIMEOUT, 50);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		assertThat(this.fixture.state(1)).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void failuresAtTheSameTimeEjectOnce() throws InterruptedException {
		ServiceInstance instance = this.fixture.instance(0);
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		for (int i = 0; i < 8; i++) {
			threads.execute(() -> {
				awaitQuietly(start);
				for (int failure = 0; failure < 1000; failure++) {
					instance.end(CallOutcome.BROKEN, 0);
				}
			});
		}
		start.countDown();
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.fixture.changes()).hasSize(1);
		this.fixture.advance(FIRST);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
		this.fixture.ended(0, CallOutcome.BROKEN);
		assertThat(this.fixture.changes().get(this.fixture.changes().size() - 1).reason()).endsWith("out for 60s");
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void failuresOfAllInstancesAtTheSameTimeKeepTheShare() throws InterruptedException {
		with(OutlierPolicy.DEFAULT, 10);
		ExecutorService threads = Executors.newFixedThreadPool(10);
		for (int i = 0; i < 10; i++) {
			ServiceInstance instance = this.fixture.instance(i);
			threads.execute(() -> {
				for (int failure = 0; failure < 1000; failure++) {
					instance.end(CallOutcome.BROKEN, 0);
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.fixture.ejected()).isEqualTo(5);
	}

}
