package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.ratelimit.LimitOperation.Charge;
import io.embeddedgateway.ratelimit.LimitOperation.Reset;
import io.embeddedgateway.ratelimit.LimitOperation.Take;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of limits, as time goes by.
 */
class LimitStateTests {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	private LimitClock clock = new LimitClock("2026-11-22T12:00:00Z");

	private LimitPlan plan = plan("10/1s");

	private LimitState state = LimitState.full(this.plan, this.clock.get());

	@Test
	void burstIsThereAtOnceAndThenComesBackSteadily() {
		begin("10/1s burst 20");
		for (int i = 19; i >= 0; i--) {
			assertThat(take(1).remaining()).isEqualTo(i);
		}
		Allowance refused = take(1);
		assertThat(refused.granted()).isFalse();
		assertThat(refused.waitNanos()).isEqualTo(100_000_000);
		assertThat(refused.resetSeconds()).isEqualTo(2);
		pass(Duration.ofMillis(99));
		assertThat(take(1).granted()).isFalse();
		pass(Duration.ofMillis(1));
		assertThat(take(1).granted()).isTrue();
		pass(Duration.ofDays(1));
		assertThat(take(20).granted()).isTrue();
		assertThat(take(1).granted()).isFalse();
	}

	@Test
	void severalLimitsAreTakenFromAllTogetherOrNotAtAll() {
		begin("2/1s, 3/1m, 100/day");
		take(2);
		assertThat(take(1)).returns(false, Allowance::granted).returns(0, Allowance::limit);
		pass(Duration.ofSeconds(1));
		assertThat(take(1)).returns(true, Allowance::granted).returns(1, Allowance::limit);
		pass(Duration.ofSeconds(1));
		assertThat(take(1)).returns(false, Allowance::granted).returns(1, Allowance::limit);
		// What was refused was taken from none
		pass(Duration.ofMinutes(1));
		assertThat(take(2)).returns(true, Allowance::granted);
		assertThat(left("100/day")).isEqualTo(95);
	}

	@Test
	void refusalTellsTheTimeWhenAllLimitsHaveEnough() {
		begin("10/1d, 10/hour");
		take(10);
		Allowance refused = take(1);
		assertThat(refused.limit()).isZero();
		assertThat(Duration.ofNanos(refused.waitNanos())).isEqualTo(Duration.ofMinutes(144));
	}

	@Test
	void moreThanThereEverIsNeverComes() {
		begin("10/1s");
		assertThat(take(11)).returns(false, Allowance::granted).returns(Allowance.NEVER, Allowance::waitNanos);
		begin("10/day");
		assertThat(take(11)).returns(false, Allowance::granted).returns(Allowance.NEVER, Allowance::waitNanos);
		assertThat(take(10).granted()).isTrue();
	}

	@Test
	void requestsForFreeAreAlwaysGranted() {
		begin("10/1s, 10/day");
		charge(50);
		assertThat(take(0)).returns(true, Allowance::granted).returns(0L, Allowance::remaining);
	}

	@Test
	void monthEndsWithTheCalendarAlsoInLeapYears() {
		this.clock = new LimitClock("2028-02-29T23:59:59Z");
		begin("5/month");
		take(5);
		assertThat(take(1)).returns(false, Allowance::granted).returns(1L, Allowance::resetSeconds);
		pass(Duration.ofSeconds(1));
		assertThat(take(1)).returns(true, Allowance::granted).returns(31 * 86_400L, Allowance::resetSeconds);
		assertThat(this.plan.windowSeconds(0, this.clock.get().epochSecond())).isEqualTo(31 * 86_400L);
	}

	@Test
	void dayHasAnHourMoreOrLessWhereClocksAreChanged() {
		assertThat(dayInBerlin("2026-03-28T23:00:00Z")).isEqualTo(23 * 3600);
		assertThat(dayInBerlin("2026-10-24T22:00:00Z")).isEqualTo(25 * 3600);
		assertThat(dayInBerlin("2026-06-01T22:00:00Z")).isEqualTo(24 * 3600);
	}

	private long dayInBerlin(String start) {
		this.clock = new LimitClock(start);
		begin(new LimitPlan(null, Tier.of("2/day"), BERLIN));
		take(2);
		long day = take(1).resetSeconds();
		pass(Duration.ofSeconds(day - 1));
		assertThat(take(1).granted()).isFalse();
		pass(Duration.ofSeconds(1));
		assertThat(take(1).granted()).isTrue();
		return day;
	}

	@Test
	void hourThatComesTwiceCountsTwice() {
		this.clock = new LimitClock("2026-10-25T00:30:00Z");
		begin(new LimitPlan(null, Tier.of("1/hour"), BERLIN));
		take(1);
		assertThat(take(1)).returns(false, Allowance::granted).returns(1800L, Allowance::resetSeconds);
		pass(Duration.ofMinutes(30));
		assertThat(take(1)).returns(true, Allowance::granted).returns(3600L, Allowance::resetSeconds);
	}

	@Test
	void chargeGoesIntoDebtWhichIsPaidFirst() {
		begin("10/1s, 1000/day");
		assertThat(charge(30)).returns(0L, Allowance::remaining);
		assertThat(take(1).waitNanos()).isEqualTo(2_100_000_000L);
		pass(Duration.ofSeconds(2));
		assertThat(take(1).granted()).isFalse();
		pass(Duration.ofMillis(100));
		assertThat(take(1).granted()).isTrue();
		assertThat(left("1000/day")).isEqualTo(969);
	}

	@Test
	void whatIsGivenBackIsThereAgainButNotMore() {
		begin("10/1s, 1000/day");
		take(4);
		charge(-3);
		assertThat(take(0).remaining()).isEqualTo(9);
		charge(-100);
		assertThat(take(0).remaining()).isEqualTo(10);
		assertThat(left("1000/day")).isEqualTo(1000);
	}

	@Test
	void waitIsInTheOrderOfComingAndBounded() {
		begin("1/1s");
		assertThat(take(1, Duration.ofSeconds(2)).waitNanos()).isZero();
		assertThat(take(1, Duration.ofSeconds(2)).waitNanos()).isEqualTo(1_000_000_000);
		assertThat(take(1, Duration.ofSeconds(2)).waitNanos()).isEqualTo(2_000_000_000);
		assertThat(take(1, Duration.ofSeconds(2))).returns(false, Allowance::granted)
			.returns(3_000_000_000L, Allowance::waitNanos);
		charge(-1);
		assertThat(take(1, Duration.ofSeconds(2)).waitNanos()).isEqualTo(2_000_000_000);
	}

	@Test
	void nobodyWaitsForTheNextMonth() {
		this.clock = new LimitClock("2026-11-30T23:59:59Z");
		begin("1/month");
		take(1);
		assertThat(take(1, Duration.ofMinutes(1)).granted()).isFalse();
	}

	@Test
	void resetFillsEverything() {
		begin("10/1s, 1000/1d, 20/month");
		take(5);
		charge(500);
		assertThat(this.state.apply(new Reset(), this.plan, this.clock.get()).remaining()).isEqualTo(10);
		assertThat(left("20/month")).isEqualTo(20);
	}

	@Test
	void longDebtIsKeptUntilItIsPaid() {
		begin("10/1s");
		assertThat(this.state.keepFor()).isEqualTo(Duration.ofSeconds(1));
		charge(1000);
		assertThat(this.state.keepFor()).isEqualTo(Duration.ofSeconds(101));
	}

	@Test
	void whatIsFullAgainSoonIsNotKeptForLonger() {
		begin("1000/1d, 20000/month");
		assertThat(this.state.keepFor()).isEqualTo(Duration.ofSeconds(1));
		begin("1000/1d");
		take(1);
		assertThat(this.state.keepFor()).isBetween(Duration.ofSeconds(87), Duration.ofSeconds(88));
	}

	@Test
	void hugeNumbersDoNotOverflow() {
		begin("1/3s burst 100000000");
		charge(999_999_999);
		charge(999_999_999);
		assertThat(take(1)).returns(false, Allowance::granted)
			.satisfies((allowance) -> assertThat(allowance.resetSeconds()).isBetween(5_999_999_000L, 6_000_000_000L))
			.satisfies((allowance) -> assertThat(allowance.waitNanos()).isPositive());
	}

	private void begin(String limits) {
		begin(plan(limits));
	}

	private void begin(LimitPlan begun) {
		this.plan = begun;
		this.state = LimitState.full(begun, this.clock.get());
	}

	private static LimitPlan plan(String limits) {
		return new LimitPlan(null, Tier.of(limits), ZoneOffset.UTC);
	}

	private void pass(Duration time) {
		this.clock.advance(time);
	}

	private Allowance take(long cost) {
		return take(cost, Duration.ZERO);
	}

	private Allowance take(long cost, Duration maxWait) {
		return this.state.apply(new Take(cost, maxWait.toNanos()), this.plan, this.clock.get());
	}

	private Allowance charge(long cost) {
		return this.state.apply(new Charge(cost), this.plan, this.clock.get());
	}

	private long left(String limit) {
		return this.state.copy().apply(Take.NOTHING, plan(limit), this.clock.get()).remaining();
	}

}
