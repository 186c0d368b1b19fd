package io.embeddedgateway.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceChecksTests {

	/**
	 * Interval and jitter together are never more.
	 */
	private static final Duration ROUND = Duration.ofSeconds(11);

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final Random random = new Random(42);

	private final List<Endpoint> checked = new ArrayList<>();

	private final List<Long> times = new ArrayList<>();

	private final List<String> reasons = new ArrayList<>();

	private Mono<CheckResult> result = Mono.just(CheckResult.success("200"));

	private int running;

	private int most;

	private LiveService service;

	private ServiceChecks checks;

	ServiceChecksTests() {
		start(1, HealthCheckPolicy.of("/health"));
	}

	private void start(int instances, HealthCheckPolicy policy) {
		List<Instance> all = IntStream.range(0, instances)
			.mapToObj((i) -> Instance.of("http://i" + i + ":80"))
			.toList();
		Services services = new Services(List.of(Service.builder("orders").instances(all).build()));
		services.listen(new ServiceListener() {
			@Override
			public void stateChanged(InstanceStateChange change) {
				ServiceChecksTests.this.reasons.add(change.reason());
			}
		});
		this.service = services.get("orders");
		this.checks = new ServiceChecks(this.service, policy, this::check, this.scheduler, () -> this.random);
		this.checks.observe();
	}

	private Mono<CheckResult> check(Endpoint instance) {
		this.checked.add(instance);
		this.times.add(this.scheduler.now(TimeUnit.MILLISECONDS));
		this.running++;
		this.most = Math.max(this.most, this.running);
		return this.result.doFinally((signal) -> this.running--);
	}

	private void rounds(int count) {
		for (int i = 0; i < count; i++) {
			int before = this.checked.size();
			while (this.checked.size() == before) {
				this.scheduler.advanceTimeBy(Duration.ofMillis(100));
			}
		}
	}

	private InstanceState state() {
		return this.service.instances().get(0).state();
	}

	@AfterEach
	void stop() {
		this.checks.stop();
		this.scheduler.dispose();
	}

	@Test
	void nothingIsCheckedBeforeTheStartAndAfterTheStop() {
		this.scheduler.advanceTimeBy(ROUND);
		assertThat(this.checked).isEmpty();
		this.checks.start();
		rounds(2);
		this.checks.stop();
		this.scheduler.advanceTimeBy(ROUND.multipliedBy(10));
		assertThat(this.checked).hasSize(2);
		this.checks.start();
		rounds(1);
		assertThat(this.checked).hasSize(3);
	}

	@Test
	void oneResultDecidesAtFirstAndThresholdsLater() {
		this.result = Mono.just(CheckResult.failure("503 instead of 200-299"));
		this.checks.start();
		rounds(1);
		assertThat(state()).isEqualTo(InstanceState.UNHEALTHY);
		this.result = Mono.just(CheckResult.success("200"));
		rounds(1);
		assertThat(state()).isEqualTo(InstanceState.UNHEALTHY);
		rounds(1);
		assertThat(state()).isEqualTo(InstanceState.AVAILABLE);
		this.result = Mono.error(new IllegalStateException("broken"));
		rounds(2);
		assertThat(state()).isEqualTo(InstanceState.AVAILABLE);
		rounds(1);
		assertThat(state()).isEqualTo(InstanceState.UNHEALTHY);
		assertThat(this.reasons).containsExactly("a check failed: 503 instead of 200-299",
				"2 checks in a row succeeded: 200",
				"3 checks in a row failed: java.lang.IllegalStateException: broken");
	}

	@Test
	void otherResultInBetweenBeginsTheCountAnew() {
		this.checks.start();
		rounds(1);
		for (int i = 0; i < 5; i++) {
			this.result = Mono.just(CheckResult.failure("500"));
			rounds(2);
			this.result = Mono.just(CheckResult.success("200"));
			rounds(1);
		}
		assertThat(this.reasons).isEmpty();
	}

	@Test
	void checkWithoutAnAnswerFailsInTime() {
		this.result = Mono.never();
		this.checks.start();
		rounds(1);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(this.reasons).containsExactly("a check failed: no answer within 2s");
		assertThat(this.running).isZero();
	}

	@Test
	void checksKeepTheirIntervalGiveOrTakeATenth() {
		this.checks.start();
		rounds(1000);
		assertThat(this.times.get(0)).isLessThanOrEqualTo(1000);
		LongSummaryStatistics gaps = IntStream.range(1, 1000)
			.mapToLong((i) -> this.times.get(i) - this.times.get(i - 1))
			.summaryStatistics();
		assertThat(gaps.getMin()).isBetween(8900L, 9200L);
		assertThat(gaps.getMax()).isBetween(10_800L, 11_100L);
	}

	@Test
	void thousandInstancesAreCheckedTenAtATime() {
		start(1000, HealthCheckPolicy.of("/health"));
		this.result = Mono.never();
		this.checks.start();
		assertThat(this.checks.isFirstRoundOver()).isFalse();
		// Each takes two seconds, ten at a time
		this.scheduler.advanceTimeBy(Duration.ofSeconds(205));
		assertThat(this.most).isEqualTo(ServiceChecks.CONCURRENCY);
		assertThat(this.checked.stream().distinct()).hasSize(1000);
		assertThat(this.checks.isFirstRoundOver()).isTrue();
		assertThat(this.service.instances()).allMatch((instance) -> instance.state() == InstanceState.UNHEALTHY);
	}

	@Test
	void thousandInstancesThatAnswerAreAllCheckedInEachRound() {
		start(1000, HealthCheckPolicy.of("/health"));
		this.checks.start();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(101));
		assertThat(this.checked.size()).isBetween(9_000, 12_000);
	}

	@Test
	void instanceThatLeavesWhileItsCheckRunsIsCheckedNoMore() {
		this.result = Mono.never();
		this.checks.start();
		rounds(1);
		ServiceInstance gone = this.service.instances().get(0);
		this.service.update(List.of());
		assertThat(this.running).as("given up at once").isZero();
		this.scheduler.advanceTimeBy(ROUND.multipliedBy(10));
		assertThat(this.checked).hasSize(1);
		assertThat(gone.condition().checkedHealth()).isEqualTo(CheckedHealth.UNKNOWN);
	}

	@Test
	void instancesThatLeaveGiveTheirPlacesBack() {
		start(100, HealthCheckPolicy.of("/health"));
		this.result = Mono.never();
		this.checks.start();
		this.scheduler.advanceTimeBy(Duration.ofMillis(900));
		assertThat(this.running).isEqualTo(ServiceChecks.CONCURRENCY);
		this.service.update(List.of(Instance.of("http://new:80")));
		this.result = Mono.just(CheckResult.success("200"));
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.service.instances().get(0).condition().checkedHealth()).isEqualTo(CheckedHealth.HEALTHY);
		assertThat(this.running).isZero();
	}

	@Test
	void instanceThatJoinsIsCheckedAndOneThatStaysKeepsItsHealth() {
		this.result = Mono.just(CheckResult.failure("500"));
		this.checks.start();
		rounds(1);
		this.result = Mono.just(CheckResult.success("200"));
		this.service.update(List.of(Instance.of("http://i0:80").withWeight(5), Instance.of("http://new:80")));
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(state()).isEqualTo(InstanceState.UNHEALTHY);
		assertThat(this.service.instances().get(1).condition().checkedHealth()).isEqualTo(CheckedHealth.HEALTHY);
		assertThat(this.checks.isFirstRoundOver()).isTrue();
	}

	@Test
	void firstRoundIsOverWhenAllHaveBeenCheckedOnceAndForGood() {
		start(2, HealthCheckPolicy.of("/health"));
		this.checks.start();
		assertThat(this.checks.isFirstRoundOver()).isFalse();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.checks.isFirstRoundOver()).isTrue();
		this.service.update(List.of(Instance.of("http://new:80")));
		assertThat(this.checks.isFirstRoundOver()).isTrue();
	}

	@Test
	void checkThatWaitsOverAStopIsNotMadeTwice() {
		start(ServiceChecks.CONCURRENCY + 1, HealthCheckPolicy.of("/health"));
		this.result = Mono.never();
		this.checks.start();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		this.checks.stop();
		this.checks.start();
		this.result = Mono.just(CheckResult.success("200"));
		this.checked.clear();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.checked).hasSize(ServiceChecks.CONCURRENCY + 1).doesNotHaveDuplicates();
	}

	@Test
	void serviceWithoutInstancesHasNothingToWaitFor() {
		this.service.update(List.of());
		assertThat(this.checks.isFirstRoundOver()).isTrue();
		this.service.update(List.of(Instance.of("http://new:80")));
		assertThat(this.checks.isFirstRoundOver()).isFalse();
	}

}
