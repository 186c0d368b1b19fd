package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.Selector;
import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Mistakes in rate limits stop the start, all at once.
 */
@ExtendWith(OutputCaptureExtension.class)
class RateLimitMistakesTests {

	private static final String MISTAKES = """
			gateway:
			  rate-limits:
			    good: {limit: 10/1s, key: tenant}
			    zero: 0/1s
			    negative: {limit: -5/1s}
			    absurd: {limit: 99999999999/1s}
			    unit: 10/1week
			    quota: {quota: 20000/year}
			    twice: {limits: [10/60s, 20/1m]}
			    nothing: {key: principal}
			    chained: {use: good}
			    tiers: {tier: "claim:plan", tiers: {free: 10/1s}, default-tier: pro}
			    zone: {quota: 5/day, zone: Mars/Olympus}
			    keys: {limit: 1/1s, key: tennant}
			    cost: {limit: 1/1s, cost: 0}
			    after: {limit: 1/1s, response-cost: X-Cost}
			    waits: {limit: 1/1s, wait: 2h}
			  routes:
			    a: {path: /a, respond: 204, rate-limit: god}
			    b: {path: /b, respond: 204, rate-limit: {use: good, limit: 3/1s}}
			    c: {path: /c, respond: 204, rate-limit: {limit: 3/1s, max-concurrent-per-key: -1}}
			    d: {path: /d, respond: 204, rate-limit: {limt: 3/1s}}
			""";

	@Test
	void allMistakesAreReportedAtOnce(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start(MISTAKES, Beans.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("gateway.rate-limits.zero")
			.contains("he number of requests is 0. Write between 1 and 1000000000")
			.contains("'-5/1s' is no rate. Write a number, '/' and a time")
			.contains("he number of requests is 99999999999. Write")
			.contains("'10/1week' is no rate")
			.contains("'20000/year' is no quota. Write a number, '/' and 'hour', 'day' or 'month'")
			.contains("wo limits for the same period (1m). Keep the lower one")
			.contains("as no limit. Write for example 'limit: 10/1s'")
			.contains("an't use another policy")
			.contains("'default-tier' has to be one of [free]")
			.contains("gateway.rate-limits.zone.zone")
			.contains("'tennant' does not say where to take the value from")
			.contains("a number from 1 to 999999999, such as '5'")
			.contains("Or write 'header:Name', a header of the response")
			.contains("'wait' is 7200000ms. Write between 0ms and 60000ms")
			.contains("here is no rate limit 'god' under 'gateway.rate-limits'. Did you mean 'good'?")
			.contains("'use' takes all that it says from a shared policy")
			.contains("'max-concurrent-per-key' is -1. Write between 1 and 1000000")
			.contains("There is no 'limt' here. Did you mean 'limit'?");
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Selector tenant() {
			return (exchange) -> "acme";
		}

	}

}
