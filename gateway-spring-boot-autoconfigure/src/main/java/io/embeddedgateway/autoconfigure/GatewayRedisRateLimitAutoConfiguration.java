package io.embeddedgateway.autoconfigure;

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

import io.embeddedgateway.ratelimit.RateLimitStore;
import io.embeddedgateway.ratelimit.RateLimitStorePolicy;
import io.embeddedgateway.ratelimit.redis.RedisRateLimitStore;

/**
 * Auto-configuration for limits that gateways share in Redis.
 */
@AutoConfiguration(before = GatewayRateLimitAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnGateway
@ConditionalOnClass({ RedisClient.class, DataRedisConnectionDetails.class })
@Conditional(GatewayRedisRateLimitAutoConfiguration.OnRedisStore.class)
public final class GatewayRedisRateLimitAutoConfiguration {

	@Bean
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	@ConditionalOnMissingBean(RateLimitStore.class)
	RedisRateLimitStore gatewayRedisRateLimitStore(GatewayProperties properties, DataRedisConnectionDetails details,
			ObjectProvider<DataRedisProperties> settings) {
		RateLimitStorePolicy policy = properties.rateLimitStore();
		return new RedisRateLimitStore(
				new RedisConnectionSettings(details, settings.getIfAvailable()).servers(policy.timeout()),
				policy.keyPrefix());
	}

	/**
	 * Matches both forms of the property.
	 */
	static final class OnRedisStore extends AnyNestedCondition {

		OnRedisStore() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "gateway.rate-limit-store", havingValue = "redis")
		static class ShortForm {

		}

		@ConditionalOnProperty(name = "gateway.rate-limit-store.type", havingValue = "redis")
		static class FullForm {

		}

	}

}
