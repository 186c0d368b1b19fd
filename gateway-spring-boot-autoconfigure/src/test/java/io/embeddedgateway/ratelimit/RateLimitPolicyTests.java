package io.embeddedgateway.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Rates, quotas, tiers and policies: what they are made of, and what they refuse.
 */
class RateLimitPolicyTests {

	@Test
	void rateHasTheBurstOfItsPeriodUnlessToldOtherwise() {
		assertThat(Rate.of("100/1s")).isEqualTo(Rate.of(100, Duration.ofSeconds(1), 100));
		assertThat(Rate.of(" 100 / s ")).isEqualTo(Rate.of("100/1s"));
		assertThat(Rate.of("100/1s burst 200")).isEqualTo(Rate.of(100, Duration.ofSeconds(1), 200));
		assertThat(Rate.of("5/90m")).extracting(Rate::name).isEqualTo("5-per-90m");
		assertThat(Rate.of("1/1500ms")).extracting(Rate::time).isEqualTo("1500ms");
		assertThat(Rate.of("1/48h")).extracting(Rate::time).isEqualTo("2d");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "10", "10/", "/1s", "-1/1s", "1.5/1s", "10/1w", "10/1S", "10/1s burst", "10/1s burst -1",
					"1000000000000000000/1s0", "9999999999999999999/1s", "10/9999999999s", "1e3/1s", "ten/1s" })
	void textThatIsNoRateIsRefusedWithAnExample(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.of(text))
			.withMessageContaining("'" + text + "' is no rate")
			.withMessageContaining("'100/1s burst 200'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "0/1s | the number of requests is 0. Write between 1 and 1000000000",
					"1000000001/1s | the number of requests is 1000000001", "10/1s burst 0 | the burst is 0",
					"10/0s | the period is 0ms. Write between 1ms and 366d", "10/367d | the period is 31708800000ms",
					"10/999999999d | the period is longer than 30 years",
					"999999999999999999/1s | the number of requests", "1000000000/1ms | 1000000000 in 1ms is too fast",
					"1/1d burst 1000000000 | a burst of 1000000000 takes more than 3660d to come" })
	void absurdRateIsRefused(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.of(text)).withMessageContaining(message);
	}

	@Test
	void periodsInCodeAreWholeMilliseconds() {
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.of(1, Duration.ofNanos(1_500_000)))
			.withMessageContaining("whole number of milliseconds");
		assertThatIllegalArgumentException().isThrownBy(() -> Rate.of(1, Duration.ofSeconds(Long.MAX_VALUE)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "20000", "20000/week", "20000/1month", "-1/day", "1.5/month", "20000/Month", "/month" })
	void textThatIsNoQuotaIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Quota.of(text)).withMessageContaining("is no quota");
	}

	@Test
	void quotaIsBounded() {
		assertThat(Quota.of(" 20000 / month ")).isEqualTo(Quota.of(20000, QuotaPeriod.MONTH));
		assertThatIllegalArgumentException().isThrownBy(() -> Quota.of("0/day"))
			.withMessageContaining("the quota is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> Quota.of("1000000000001/day"));
	}

	@Test
	void tierHasOneLimitForEachPeriod() {
		Tier tier = Tier.of("10/1s, 1000/1d, 20000/month, 5000/day");
		assertThat(tier.rates()).extracting(Rate::name).containsExactly("10-per-1s", "1000-per-1d");
		assertThat(tier.quota()).extracting(Quota::name).containsExactly("20000-per-month", "5000-per-day");
		assertThatIllegalArgumentException().isThrownBy(() -> Tier.of("10/60s, 20/1m"))
			.withMessageContaining("two limits for the same period (1m)");
		assertThatIllegalArgumentException().isThrownBy(() -> Tier.of("10/day, 20/day"))
			.withMessageContaining("two limits for the same period");
		assertThatIllegalArgumentException().isThrownBy(() -> new Tier(null, List.of(), List.of()))
			.withMessageContaining("limits nothing");
	}

	@Test
	void shortFormIsLimitsOrAName() {
		assertThat(RateLimitPolicy.of("10/1s, 100/day").own()).isEqualTo(Tier.of("10/1s, 100/day"));
		assertThat(RateLimitPolicy.of("public-api").use()).isEqualTo("public-api");
		assertThat(RateLimitPolicy.of("none").isNone()).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimitPolicy.of("10/1x"));
	}

	@Test
	void policyLimitsSomething() {
		refuses(RateLimitPolicy.builder(), "has no limit. Write for example 'limit: 10/1s'");
		refuses(RateLimitPolicy.builder().key("client-ip").maxWait(Duration.ofSeconds(1)), "has no limit");
	}

	@Test
	void partsOfPolicyGoTogether() {
		Map<String, Tier> tiers = Map.of("free", Tier.of("1/1s"));
		refuses(RateLimitPolicy.builder().tiers("claim:plan", tiers, "pro"), "'default-tier' has to be one of [free]");
		refuses(RateLimitPolicy.builder().tiers("claim:plan", Map.of(), "pro"), "has a 'tier' and no 'tiers'");
		refuses(RateLimitPolicy.builder().limits("1/1s").tiers("claim:plan", tiers, "free"),
				"has 'tiers' and limits beside them");
		refuses(RateLimitPolicy.builder().limits("1/1s").maxConcurrentPerKey(0), "'max-concurrent-per-key' is 0");
		refuses(RateLimitPolicy.builder().limits("1/1s").maxWait(Duration.ofSeconds(61)), "'wait' is 61000ms");
		refuses(RateLimitPolicy.builder().limits("1/1s").maxWait(Duration.ofMillis(-1)), "'wait' is -1ms");
		refuses(RateLimitPolicy.builder().limits("1/1s").sync(Duration.ofMillis(1)), "'sync' is 1ms");
	}

	@Test
	void whoUsesSharedPolicySaysNothingThatWouldNotCount() {
		refuses(RateLimitPolicy.builder().use("a").limits("1/1s"), "'use' takes all that it says");
		refuses(RateLimitPolicy.builder().use("a").maxConcurrentPerKey(3), "'use' takes all that it says");
		refuses(RateLimitPolicy.builder().use("a").headers(LimitHeaders.NONE), "'use' takes all that it says");
		refuses(RateLimitPolicy.builder().use("a").whenNoKey(MissingKey.SHARED), "'use' takes all that it says");
		RateLimitPolicy route = RateLimitPolicy.builder().use("a").cost("5").maxWait(Duration.ofSeconds(1)).build();
		RateLimitPolicy used = RateLimitPolicy.of("10/1s").on(route);
		assertThat(used.cost()).isEqualTo("5");
		assertThat(used.maxWait()).isEqualTo(Duration.ofSeconds(1));
		assertThat(used.own()).isEqualTo(Tier.of("10/1s"));
	}

	private static void refuses(RateLimitPolicyBuilder builder, String message) {
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
	}

}
