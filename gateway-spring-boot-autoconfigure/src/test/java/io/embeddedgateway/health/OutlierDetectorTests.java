package io.embeddedgateway.health;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class OutlierDetectorTests {

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

	@ParameterizedTest
	@EnumSource(names = { "UNREACHABLE", "BROKEN", "TIMEOUT", "GATEWAY_ERROR" })
	void fiveFailuresInARowEjectAndFourDoNot(CallOutcome failure) {
		this.fixture.ended(0, failure, 4);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		this.fixture.ended(0, failure);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		assertThat(this.fixture.service().availability().candidates()).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCESS", "ERROR", "PRESSURE", "UNKNOWN" })
	void whatIsNoFailureNeverEjects(CallOutcome outcome) {
		this.fixture.ended(0, outcome, 1000);
		assertThat(this.fixture.changes()).isEmpty();
	}

	@Test
	void successInBetweenForgivesAll() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 4);
		this.fixture.ended(0, CallOutcome.GATEWAY_ERROR, 4);
		this.fixture.ended(0, CallOutcome.SUCCESS);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 4);
		this.fixture.ended(0, CallOutcome.GATEWAY_ERROR, 4);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void cancelledRequestsAndPauseRequestsNeitherCountNorForgive() {
		this.fixture.ended(0, CallOutcome.BROKEN, 4);
		this.fixture.ended(0, CallOutcome.UNKNOWN, 10);
		this.fixture.ended(0, CallOutcome.PRESSURE, 10);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		this.fixture.ended(0, CallOutcome.BROKEN);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
	}

	@Test
	void bothKindsOfFailureAreCountedByThemselves() {
		this.fixture.ended(0, CallOutcome.GATEWAY_ERROR, 4);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 4);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		// Timeouts leave the others standing
		this.fixture.ended(0, CallOutcome.GATEWAY_ERROR);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
	}

	@Test
	void reasonTellsWhatHappened() {
		this.fixture.ended(0, CallOutcome.UNREACHABLE, 5);
		this.fixture.ended(1, CallOutcome.GATEWAY_ERROR, 5);
		assertThat(this.fixture.changes()).extracting(InstanceStateChange::reason)
			.containsExactly("5 failures in a row, the last one without a connection; out for 30s",
					"5 times 502, 503 or 504 in a row; out for 30s");
	}

	@Test
	void instanceIsTriedWhenItsTimeIsOverAndComesBackBySuccess() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(FIRST.minusMillis(1));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
		this.fixture.ended(0, CallOutcome.PRESSURE, CallOutcome.UNKNOWN);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
		this.fixture.ended(0, CallOutcome.SUCCESS);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		assertThat(this.fixture.changes()).extracting(InstanceStateChange::to)
			.containsExactly(InstanceState.EJECTED, InstanceState.ON_TRIAL, InstanceState.AVAILABLE);
	}

	@Test
	void failureOnTrialEjectsAgainForLonger() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(FIRST);
		this.fixture.ended(0, CallOutcome.GATEWAY_ERROR);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		this.fixture.advance(FIRST.multipliedBy(2).minusMillis(1));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
	}

	@Test
	void ejectionTimeHasABound() {
		Duration bound = Duration.ofMinutes(5).plusSeconds(15);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		for (int i = 0; i < 20; i++) {
			this.fixture.advance(bound);
			assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
			this.fixture.ended(0, CallOutcome.BROKEN);
			assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		}
		assertThat(this.fixture.changes().get(this.fixture.changes().size() - 1).reason()).endsWith("out for 300s");
	}

	@Test
	void eachCleanIntervalShortensTheNextEjection() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(FIRST);
		this.fixture.ended(0, CallOutcome.TIMEOUT);
		this.fixture.advance(FIRST.multipliedBy(2));
		this.fixture.ended(0, CallOutcome.SUCCESS);
		// Twice in a row so far; the third would be the third
		this.fixture.advance(Duration.ofSeconds(10));
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		assertThat(lastReason()).endsWith("out for 60s");
		this.fixture.advance(FIRST.multipliedBy(2));
		this.fixture.ended(0, CallOutcome.SUCCESS);
		this.fixture.advance(Duration.ofHours(1));
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		assertThat(lastReason()).endsWith("out for 30s");
	}

	private String lastReason() {
		List<InstanceStateChange> changes = this.fixture.changes();
		return changes.get(changes.size() - 1).reason();
	}

	@Test
	void requestsSentBeforeTheTrialDecideNothing() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.ended(0, CallOutcome.SUCCESS);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		this.fixture.advance(FIRST.plusSeconds(1));
		this.fixture.ended(0, CallOutcome.TIMEOUT, Duration.ofSeconds(30));
		this.fixture.ended(0, CallOutcome.SUCCESS, Duration.ofSeconds(30));
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.ON_TRIAL);
		this.fixture.ended(0, CallOutcome.SUCCESS);
		for (int i = 0; i < 10; i++) {
			this.fixture.ended(0, CallOutcome.TIMEOUT, Duration.ofSeconds(30));
		}
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void otherErrorOnTrialIsAnAnswerUnlessTheRateCounts() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(FIRST);
		this.fixture.ended(0, CallOutcome.ERROR);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		with(OutlierPolicy.DEFAULT.withFailureRate(Percentage.of(100), 50, Duration.ofSeconds(10)), 4);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.advance(FIRST);
		this.fixture.ended(0, CallOutcome.ERROR);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
	}

	@Test
	void failureRateCountsAllFailuresOfAnInterval() {
		with(OutlierPolicy.NONE.withFailureRate(Percentage.of(50), 20, Duration.ofSeconds(10)), 4);
		this.fixture.ended(0, CallOutcome.SUCCESS, 9);
		this.fixture.ended(0, CallOutcome.ERROR, 10);
		assertThat(this.fixture.state(0)).as("19 requests").isEqualTo(InstanceState.AVAILABLE);
		this.fixture.advance(Duration.ofSeconds(10));
		this.fixture.ended(0, CallOutcome.ERROR, 19);
		assertThat(this.fixture.state(0)).as("19 requests of another interval").isEqualTo(InstanceState.AVAILABLE);
		this.fixture.ended(0, CallOutcome.TIMEOUT);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
		assertThat(lastReason()).isEqualTo("20 of 20 requests failed within 10s; out for 30s");
	}

	@Test
	void failureRateBelowItsLimitEjectsNobody() {
		with(OutlierPolicy.NONE.withFailureRate(Percentage.of(50), 20, Duration.ofSeconds(10)), 4);
		for (int i = 0; i < 500; i++) {
			this.fixture.ended(0, CallOutcome.SUCCESS, CallOutcome.SUCCESS, CallOutcome.ERROR);
		}
		assertThat(this.fixture.changes()).isEmpty();
	}

	@Test
	void instanceThatLeftIsForgottenAndOneThatComesAgainIsNew() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		List<Instance> all = this.fixture.service().instances().stream().map(ServiceInstance::definition).toList();
		ServiceInstance gone = this.fixture.instance(0);
		this.fixture.service().update(all.subList(1, 4));
		this.fixture.advance(FIRST);
		assertThat(gone.state()).as("without a timer").isEqualTo(InstanceState.EJECTED);
		this.fixture.service().update(all);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.AVAILABLE);
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		assertThat(this.fixture.state(0)).isEqualTo(InstanceState.EJECTED);
	}

	@Test
	void policyOfNoneObservesNothing() {
		with(OutlierPolicy.NONE, 2);
		assertThat(this.fixture.instance(0).observer(OutlierDetector.class)).isNull();
	}

	@Test
	void ejectionsEndWithTheApplication() {
		this.fixture.ended(0, CallOutcome.TIMEOUT, 5);
		this.fixture.close();
		this.fixture.ended(1, CallOutcome.TIMEOUT, 5);
		assertThat(this.fixture.state(1)).isEqualTo(InstanceState.EJECTED);
	}

}
