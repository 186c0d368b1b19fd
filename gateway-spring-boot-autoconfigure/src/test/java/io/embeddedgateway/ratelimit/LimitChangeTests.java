package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.ratelimit.LimitOperation.Charge;
import io.embeddedgateway.ratelimit.LimitOperation.Take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is left of limits when they change, when clocks jump, and when it was stored.
 */
class LimitChangeTests {

	private static final LimitPlan FREE = plan("10/1s, 1000/1d, 20000/month");

	private static final LimitPlan PRO = plan("100/1s");

	private static final LimitPlan BIG = plan("20/1s, 4000/1d, 80000/month");

	private final LimitClock clock = new LimitClock("2026-11-22T12:00:00Z");

	private LimitState state = LimitState.full(FREE, this.clock.get());

	@Test
	void newTierKeepsWhatWasUsedInProportion() {
		apply(new Charge(500), FREE);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(left(BIG, "4000/1d")).isBetween(2000L, 2004L);
		assertThat(left(BIG, "80000/month")).isEqualTo(78_000);
		apply(new Charge(1000), BIG);
		assertThat(left(FREE, "1000/1d")).isBetween(250L, 251L);
		assertThat(left(FREE, "20000/month")).isEqualTo(19_250);
	}

	@Test
	void nobodyGetsNewLimitsByChangingTheTierToAndFro() {
		apply(new Charge(900), FREE);
		for (int i = 0; i < 10; i++) {
			apply(new Take(1, 0), PRO);
			apply(new Take(1, 0), FREE);
		}
		assertThat(left(FREE, "1000/1d")).isLessThanOrEqualTo(101);
		assertThat(left(FREE, "20000/month")).isLessThanOrEqualTo(19_100);
		apply(new Take(1, 0), PRO);
		assertThat(this.state.keepFor()).isBetween(Duration.ofDays(8), Duration.ofDays(9));
	}

	@Test
	void periodThatRestedEndsAllTheSame() {
		apply(new Charge(900), FREE);
		apply(new Take(1, 0), PRO);
		this.clock.advance(Duration.ofDays(10));
		assertThat(left(FREE, "20000/month")).isEqualTo(20_000);
		assertThat(left(FREE, "1000/1d")).isEqualTo(1000);
	}

	@Test
	void debtIsScaledAsWell() {
		apply(new Charge(1500), FREE);
		assertThat(left(BIG, "4000/1d")).isZero();
		this.clock.advance(Duration.ofHours(11));
		assertThat(left(BIG, "4000/1d")).isZero();
		this.clock.advance(Duration.ofHours(2));
		assertThat(left(BIG, "4000/1d")).isPositive();
	}

	@Test
	void clockThatGoesBackALittleStandsStill() {
		apply(new Take(10, 0), FREE);
		this.clock.advance(Duration.ofSeconds(-4));
		assertThat(apply(new Take(1, 0), FREE).granted()).isFalse();
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(apply(new Take(1, 0), FREE).granted()).isFalse();
	}

	@Test
	void clockThatGoesFarBackGoesOnFromThereWithWhatWasLeft() {
		apply(new Charge(30), FREE);
		this.clock.advance(Duration.ofDays(-100));
		assertThat(apply(new Take(1, 0), FREE).granted()).isFalse();
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(apply(new Take(1, 0), FREE).granted()).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(apply(new Take(1, 0), FREE).granted()).isTrue();
		assertThat(left(FREE, "20000/month")).isEqualTo(19_969);
	}

	@Test
	void clockThatGoesFarForwardFillsBucketsAtMost() {
		apply(new Charge(1_000_000), FREE);
		this.clock.advance(Duration.ofDays(36_500));
		assertThat(apply(new Take(10, 0), FREE).granted()).isTrue();
		assertThat(apply(new Take(1, 0), FREE).granted()).isFalse();
		this.clock.advance(Duration.ofDays(-36_500));
		assertThat(apply(new Take(1, 0), FREE).granted()).isFalse();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(apply(new Take(10, 0), FREE).granted()).isTrue();
	}

	@Test
	void storedStateIsTheSame() {
		apply(new Charge(7), FREE);
		apply(new Take(1, 0), PRO);
		LimitState read = LimitState.ofBytes(this.state.toBytes());
		assertThat(read.toBytes()).isEqualTo(this.state.toBytes());
		for (LimitPlan plan : new LimitPlan[] { PRO, FREE, BIG }) {
			assertThat(read.apply(new Take(1, 0), plan, this.clock.get())).isEqualTo(apply(new Take(1, 0), plan));
		}
		assertThat(this.state.toBytes()).hasSizeLessThan(600);
	}

	@Test
	void anythingElseIsNoState() {
		byte[] bytes = this.state.toBytes();
		garbage(new byte[0]);
		garbage(new byte[] { 99 });
		for (int length = 1; length < bytes.length; length++) {
			garbage(Arrays.copyOf(bytes, length));
		}
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			byte[] changed = bytes.clone();
			changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			survives(changed);
		}
	}

	private static void garbage(byte[] bytes) {
		assertThatIllegalArgumentException().isThrownBy(() -> LimitState.ofBytes(bytes));
	}

	// Whatever was stored, a request is decided about or the bytes are refused
	private void survives(byte[] bytes) {
		LimitState read;
		try {
			read = LimitState.ofBytes(bytes);
		}
		catch (IllegalArgumentException ex) {
			return;
		}
		assertThat(read.apply(new Take(1, 0), FREE, this.clock.get())).isNotNull();
		assertThat(read.toBytes()).isNotEmpty();
	}

	@Test
	void noWindowHasMoreThanBurstAndRate() {
		for (long seed = 1; seed <= 20; seed++) {
			Random random = new Random(seed);
			Rate rate = Rate.of(1 + random.nextInt(50), Duration.ofMillis(1 + random.nextInt(2000)),
					1 + random.nextInt(100));
			checkWindows(rate, random, "seed " + seed + ", " + rate);
		}
	}

	private void checkWindows(Rate rate, Random random, String what) {
		LimitPlan plan = new LimitPlan(null, new Tier(rate, List.of(), List.of()), ZoneOffset.UTC);
		this.state = LimitState.full(plan, this.clock.get());
		long[] times = new long[500];
		long[] granted = new long[500];
		for (int i = 0; i < times.length; i++) {
			long pause = rate.period().toNanos() * random.nextInt(4) / (1 + random.nextInt((int) rate.tokens() * 2));
			this.clock.advance(Duration.ofNanos(pause));
			long cost = 1 + random.nextInt((int) rate.burst());
			times[i] = this.clock.get().nanos();
			granted[i] = apply(new Take(cost, 0), plan).granted() ? cost : 0;
		}
		for (int from = 0; from < times.length; from++) {
			long sum = 0;
			for (int to = from; to < times.length; to++) {
				sum += granted[to];
				double most = rate.burst()
						+ (double) (times[to] - times[from]) * rate.tokens() / rate.period().toNanos();
				// One more, for a part of a token that had come before
				assertThat((double) sum).as(what).isLessThan(most + 1.001);
			}
		}
	}

	private Allowance apply(LimitOperation operation, LimitPlan plan) {
		return this.state.apply(operation, plan, this.clock.get());
	}

	private long left(LimitPlan plan, String limit) {
		Allowance unused = apply(Take.NOTHING, plan);
		return this.state.copy().apply(Take.NOTHING, plan(limit), this.clock.get()).remaining();
	}

	private static LimitPlan plan(String limits) {
		return new LimitPlan(null, Tier.of(limits), ZoneOffset.UTC);
	}

}
