package io.embeddedgateway.autoconfigure;

import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import io.embeddedgateway.ratelimit.redis.RedisRateLimitStore;
import io.embeddedgateway.usage.UsageRedisPolicy;
import io.embeddedgateway.usage.UsageReporter;
import io.embeddedgateway.usage.redis.RedisUsageSink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Where the stream of usage comes from. No Redis is needed until there is a batch.
 */
class GatewayRedisUsageTests {

	private final ReactiveWebApplicationContextRunner unsettled = AllAutoConfigurations.runner();

	private final ReactiveWebApplicationContextRunner runner = this.unsettled
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void streamIsThereIfItIsAskedFor() {
		this.runner.withPropertyValues("gateway.usage.file=/tmp/usage.jsonl")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisUsageSink.class));
		this.runner.withPropertyValues("gateway.usage.redis=used").run((context) -> {
			assertThatItIs(context, new UsageRedisPolicy("used", 1_000_000));
			assertThat(context).doesNotHaveBean(RedisRateLimitStore.class);
		});
		this.runner.withPropertyValues("gateway.usage.redis.max-length=5000", "gateway.rate-limit-store=redis")
			.run((context) -> {
				assertThatItIs(context, new UsageRedisPolicy("gateway-usage", 5000));
				assertThat(context).hasSingleBean(RedisRateLimitStore.class);
			});
		this.runner.withPropertyValues("gateway.usage.redis.stream={app}:usage")
			.run((context) -> assertThatItIs(context, new UsageRedisPolicy("{app}:usage", 1_000_000)));
	}

	private static void assertThatItIs(AssertableReactiveWebApplicationContext context, UsageRedisPolicy policy) {
		assertThat(context).hasSingleBean(RedisUsageSink.class);
		assertThat(context.getBean(UsageReporter.class).sinks()).extracting(UsageReporter.SinkState::name)
			.containsExactly("gatewayRedisUsageSink");
		assertThat(context.getBean(GatewayProperties.class).usage()).isNotNull().extracting("redis").isEqualTo(policy);
	}

	@Test
	void whatIsMissingIsSaidAtTheStart() {
		this.runner.withClassLoader(new FilteredClassLoader(RedisClient.class))
			.withPropertyValues("gateway.usage.redis=used")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("gateway.usage.redis")
				.hasMessageContaining("'redis' needs the Redis client. Add the dependency")
				.hasMessageContaining("or remove 'redis'"));
		this.unsettled.withPropertyValues("gateway.usage.redis=used")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'redis' needs Spring Boot's settings of Redis"));
	}

	@Test
	void mistakesAreToldTogetherWithOthers() {
		this.runner
			.withPropertyValues("gateway.usage.redis.stream=a b", "gateway.usage.redis.max-size=5",
					"gateway.routes.a.uri=http://a:1")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'a b' is no name of a stream. Write letters, digits and any of '_.:/-'")
				.hasMessageContaining("gateway.usage.redis.max-size")
				.hasMessageContaining("gateway.routes.a")
				.hasMessageNotContaining("counts for nobody"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\nb", "{", "a}b", "{}", "{a}{b}", "us\u00e4ge" })
	void namesThatAreNoneAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> UsageRedisPolicy.of(name))
			.withMessageContaining("is no name of a stream");
	}

	@ParameterizedTest
	@CsvSource({ "0", "-1", "999", "1000000001" })
	void numbersHaveBounds(long maxLength) {
		assertThatIllegalArgumentException().isThrownBy(() -> new UsageRedisPolicy("used", maxLength))
			.withMessageContaining("'max-length' is " + maxLength + ". Write between 1000 and 1000000000");
	}

}
