package io.embeddedgateway.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.actuate.RateLimitEndpoint;
import io.embeddedgateway.ratelimit.RateLimitInspector;
import io.embeddedgateway.ratelimit.RateLimiters;

/**
 * Auto-configuration for what operators are told about rate limits.
 */
@AutoConfiguration(after = GatewayRateLimitAutoConfiguration.class)
@ConditionalOnGateway
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(RateLimitEndpoint.class)
public final class GatewayRateLimitEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RateLimitEndpoint gatewayRateLimitEndpoint(RateLimiters limiters) {
		return new RateLimitEndpoint(new RateLimitInspector(limiters));
	}

}
