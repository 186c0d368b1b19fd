package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import io.lettuce.core.RedisClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.embeddedgateway.usage.UsagePolicy;
import io.embeddedgateway.usage.UsageRedisPolicy;
import io.embeddedgateway.usage.redis.RedisUsageSink;

/**
 * Auto-configuration for usage that is added to a stream of Redis.
 */
@AutoConfiguration(before = GatewayUsageAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnClass({ RedisClient.class, DataRedisConnectionDetails.class })
@Conditional(GatewayRedisUsageAutoConfiguration.OnStream.class)
public final class GatewayRedisUsageAutoConfiguration {

	/**
	 * Shorter than what a sink is given for a batch.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	@Bean
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	@ConditionalOnMissingBean
	RedisUsageSink gatewayRedisUsageSink(GatewayProperties properties, DataRedisConnectionDetails details,
			ObjectProvider<DataRedisProperties> settings) {
		UsagePolicy usage = Objects.requireNonNull(properties.usage());
		UsageRedisPolicy policy = Objects.requireNonNull(usage.redis());
		return new RedisUsageSink(new RedisConnectionSettings(details, settings.getIfAvailable()).servers(TIMEOUT),
				policy);
	}

	/**
	 * Matches both forms of the property.
	 */
	static final class OnStream extends AnyNestedCondition {

		OnStream() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("gateway.usage.redis")
		static class ShortForm {

		}

		@ConditionalOnProperty("gateway.usage.redis.stream")
		static class FullForm {

		}

		@ConditionalOnProperty("gateway.usage.redis.max-length")
		static class WithDefaultStream {

		}

	}

}
