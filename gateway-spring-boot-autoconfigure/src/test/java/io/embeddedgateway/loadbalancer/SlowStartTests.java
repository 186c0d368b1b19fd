package io.embeddedgateway.loadbalancer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SlowStartTests {

	private static final SlowStartPolicy POLICY = SlowStartPolicy.of("100s");

	private long now = TimeUnit.HOURS.toNanos(-1);

	private final SlowStart slowStart = new SlowStart(POLICY, new RoundRobin(() -> 0), () -> this.now);

	@ParameterizedTest
	@CsvSource({ "0, 1, 0.1", "1, 1, 0.1", "25, 1, 0.25", "99, 1, 0.99", "100, 1, 1", "500, 1, 1", "25, 2, 0.5",
			"50, 0.5, 0.25", "0, 2, 0.1" })
	void factorGrowsWithTime(int seconds, double aggression, double factor) {
		SlowStartPolicy policy = new SlowStartPolicy(Duration.ofSeconds(100), Percentage.of(10), aggression);
		assertThat(policy.factor(TimeUnit.SECONDS.toNanos(seconds))).isCloseTo(factor, Offset.offset(1e-9));
	}

	@Test
	void firstSecondCountsAsOneSecond() {
		SlowStartPolicy policy = new SlowStartPolicy(Duration.ofSeconds(4), Percentage.of(1), 1);
		assertThat(policy.factor(0)).isEqualTo(0.25);
	}

	@Test
	void instancesFromTheStartGetTheirShareAtOnce() {
		LiveService service = service(2);
		assertThat(count(100, service)).containsExactly(50, 50);
	}

	@Test
	void shareOfOneThatJoinsGrows() {
		LiveService service = service(3);
		join(service, 4);
		assertThat(shares(service)[3]).isCloseTo(0.1 / 3.1, Offset.offset(0.002));
		pass(50);
		assertThat(shares(service)[3]).isCloseTo(0.5 / 3.5, Offset.offset(0.002));
		pass(50);
		assertThat(shares(service)).containsExactly(0.25, 0.25, 0.25, 0.25);
	}

	@Test
	void othersShareEvenlyWhatItDoesNotGet() {
		LiveService service = service(3);
		join(service, 4);
		assertThat(shares(service)).satisfies((shares) -> assertThat(shares[0]).isCloseTo(1 / 3.1, Offset.offset(0.01)),
				(shares) -> assertThat(shares[1]).isCloseTo(1 / 3.1, Offset.offset(0.01)),
				(shares) -> assertThat(shares[2]).isCloseTo(1 / 3.1, Offset.offset(0.01)));
	}

	@Test
	void oneThatReturnsIsNewAgain() {
		LiveService service = service(2);
		pass(1_000);
		ServiceInstance instance = service.instances().get(0);
		instance.condition().suspend(this, "test");
		pass(10);
		instance.condition().resume(this, "test");
		assertThat(shares(service)[0]).isCloseTo(0.1 / 1.1, Offset.offset(0.005));
	}

	@Test
	void manyNewOnesDoNotLeaveEverythingToAFewOldOnes() {
		LiveService service = service(1);
		join(service, 100);
		// Weights 1 and 99 times 0.1
		assertThat(shares(service)[0]).isCloseTo(1 / 10.9, Offset.offset(0.02));
	}

	@Test
	void ifAllAreNewNothingIsKeptFromAnybody() {
		LiveService service = service(1);
		service.update(IntStream.range(1, 4).mapToObj(Candidates::instance).toList());
		assertThat(count(300, service)).containsExactly(100, 100, 100);
	}

	@Test
	void oneIsKeptBackAsSoonAsAnotherIsNotNewAnyMore() {
		LiveService service = service(1);
		service.update(List.of(Candidates.instance(1)));
		pass(90);
		service.update(List.of(Candidates.instance(1), Candidates.instance(2)));
		assertThat(count(300, service)).containsExactly(150, 150);
		pass(20);
		assertThat(shares(service)[1]).isCloseTo(0.2 / 1.2, Offset.offset(0.01));
	}

	@Test
	void weightOfZeroIsNobodyToLeaveItTo() {
		LiveService service = Candidates.service(() -> this.now, Candidates.instance(0).withWeight(0));
		service.update(List.of(Candidates.instance(0).withWeight(0), Candidates.instance(1)));
		assertThat(count(100, service)).containsExactly(0, 100);
	}

	@Test
	void instanceThatDidNotGetItsShareDoesNotGetItAllAtOnce() {
		LiveService service = service(3);
		join(service, 4);
		List<ServiceInstance> candidates = service.availability().candidates();
		AtomicInteger next = new AtomicInteger();
		SlowStart limited = new SlowStart(POLICY, (all, exchange) -> all.get((all.size() > 3) ? next.get() : 0),
				() -> this.now);
		IntStream.range(0, 10_000).forEach((i) -> Candidates.choose(limited, candidates));
		next.set(3);
		assertThat(IntStream.range(0, 10).filter((i) -> Candidates.choose(limited, candidates) == candidates.get(3)))
			.hasSizeBetween(1, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "30", "999ms", "2h", "0s", "-5s" })
	void windowOutOfRangeIsRefused(String window) {
		assertThatIllegalArgumentException().isThrownBy(() -> SlowStartPolicy.of(window))
			.withMessageContaining("Write between 1s and 1h");
	}

	@Test
	void otherMistakesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SlowStartPolicy.of("soon"))
			.withMessage("'soon' is not a duration. Write a number and a unit, such as '500ms', '5s' or '2m'");
		Duration window = Duration.ofSeconds(30);
		assertThatIllegalArgumentException().isThrownBy(() -> new SlowStartPolicy(window, Percentage.of(0), 1))
			.withMessageContaining("'min-weight' is 0%");
		assertThatIllegalArgumentException().isThrownBy(() -> new SlowStartPolicy(window, Percentage.of(10), 0))
			.withMessageContaining("'aggression' is 0.0");
	}

	private LiveService service(int size) {
		return Candidates.service(() -> this.now,
				IntStream.range(0, size).mapToObj(Candidates::instance).toArray(Instance[]::new));
	}

	private static void join(LiveService service, int size) {
		service.update(IntStream.range(0, size).mapToObj(Candidates::instance).toList());
	}

	private void pass(int seconds) {
		this.now += TimeUnit.SECONDS.toNanos(seconds);
	}

	private double[] shares(LiveService service) {
		int choices = 12_000;
		return IntStream.of(count(choices, service)).mapToDouble((count) -> (double) count / choices).toArray();
	}

	private int[] count(int choices, LiveService service) {
		List<ServiceInstance> candidates = service.availability().candidates();
		return Candidates.count(choices, candidates, () -> Candidates.choose(this.slowStart, candidates));
	}

}
