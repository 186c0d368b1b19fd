package io.embeddedgateway.loadbalancer;

import java.util.concurrent.TimeUnit;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.CallOutcome;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseTimeTests {

	private static final Percentage ROUGHLY = Percentage.withPercentage(1);

	private final TypicalTime typical = new TypicalTime();

	private long now = TimeUnit.HOURS.toNanos(5);

	private final ResponseTime time = newTime();

	@Test
	void nothingIsKnownAtFirst() {
		assertThat(this.time.at(this.now)).isOne();
	}

	@Test
	void longerTimeCountsAtOnce() {
		respond(this.time, 20);
		assertThat(millis()).isCloseTo(20, ROUGHLY);
		respond(this.time, 300);
		assertThat(millis()).isCloseTo(300, ROUGHLY);
	}

	@Test
	void shorterTimesCountByAndBy() {
		respond(this.time, 300);
		for (int i = 0; i < 100; i++) {
			pass(100);
			respond(this.time, 20);
		}
		// One time constant later
		assertThat(millis()).isCloseTo(20 + 280 * Math.exp(-1), ROUGHLY);
	}

	@Test
	void manyShortTimesWithinAMomentCountLikeOne() {
		respond(this.time, 300);
		for (int i = 0; i < 1_000_000; i++) {
			this.now += 10_000;
			this.time.responded(200, TimeUnit.MILLISECONDS.toNanos(20));
		}
		assertThat(millis()).isCloseTo(20 + 280 * Math.exp(-1), ROUGHLY);
	}

	@Test
	void timeIsForgottenWhileNothingIsHeard() {
		respond(this.time, 300);
		pass(10_000);
		assertThat(millis()).isCloseTo(300 * Math.exp(-1), ROUGHLY);
		pass(50_000);
		assertThat(millis()).isLessThan(1);
	}

	@Test
	void owedResponseCountsForAsLongAsItIsOwed() {
		respond(this.time, 20);
		this.time.begun();
		pass(500);
		assertThat(millis()).isCloseTo(500, ROUGHLY);
		this.time.begun();
		pass(500);
		assertThat(millis()).isCloseTo(1000, ROUGHLY);
		this.time.ended(CallOutcome.UNKNOWN, 0);
		assertThat(millis()).isLessThan(20);
	}

	@Test
	void openStreamOwesNothing() {
		this.time.begun();
		respond(this.time, 20);
		pass(3_600_000);
		assertThat(millis()).isLessThan(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 504, 429 })
	void quickErrorCountsAsTenTypicalTimes(int status) {
		respond(newTime(), 20);
		this.time.responded(status, TimeUnit.MILLISECONDS.toNanos(1));
		assertThat(millis()).isCloseTo(200, ROUGHLY);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNREACHABLE", "BROKEN", "TIMEOUT" })
	void missingResponseCountsAsTenTypicalTimes(CallOutcome outcome) {
		respond(newTime(), 20);
		this.time.ended(outcome, TimeUnit.MILLISECONDS.toNanos(1));
		assertThat(millis()).isCloseTo(200, ROUGHLY);
	}

	@Test
	void slowErrorCountsForWhatItTook() {
		respond(newTime(), 20);
		this.time.ended(CallOutcome.TIMEOUT, TimeUnit.SECONDS.toNanos(30));
		assertThat(millis()).isCloseTo(30_000, ROUGHLY);
	}

	@Test
	void errorCountsAsASecondWhereNothingIsTypical() {
		this.time.responded(500, 1);
		assertThat(millis()).isCloseTo(1000, ROUGHLY);
	}

	@Test
	void errorsDoNotMakeTimesGrowForEver() {
		ResponseTime other = newTime();
		respond(other, 20);
		for (int i = 0; i < 100; i++) {
			this.time.responded(500, 1);
			other.responded(500, 1);
			pass(200);
		}
		assertThat(millis()).isLessThanOrEqualTo(200.1);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNKNOWN", "SUCCESS", "ERROR", "PRESSURE" })
	void endThatSaysNothingNewIsNotRecorded(CallOutcome outcome) {
		this.time.ended(outcome, TimeUnit.MINUTES.toNanos(1));
		assertThat(this.time.at(this.now)).isOne();
	}

	@Test
	void unknownInstanceCountsAsATypicalOneUntilItAnswers() {
		respond(newTime(), 10);
		respond(newTime(), 20);
		respond(newTime(), 90);
		assertThat(millis()).isCloseTo(20, ROUGHLY);
		respond(this.time, 5);
		assertThat(millis()).isCloseTo(5, ROUGHLY);
	}

	@Test
	void instanceThatLeftIsNotTypical() {
		ResponseTime other = newTime();
		respond(other, 20);
		other.removed();
		assertThat(this.time.at(this.now)).isOne();
	}

	@Test
	void clockMayBeginAnywhere() {
		this.now = -TimeUnit.MILLISECONDS.toNanos(100);
		respond(this.time, 300);
		pass(10_000);
		assertThat(millis()).isCloseTo(300 * Math.exp(-1), ROUGHLY);
	}

	private ResponseTime newTime() {
		ResponseTime time = new ResponseTime(this.typical, () -> this.now);
		this.typical.add(time);
		return time;
	}

	private double millis() {
		return this.time.at(this.now) / 1e6;
	}

	private void pass(long millis) {
		this.now += TimeUnit.MILLISECONDS.toNanos(millis);
	}

	private static void respond(ResponseTime time, long millis) {
		time.responded(200, TimeUnit.MILLISECONDS.toNanos(millis));
	}

}
