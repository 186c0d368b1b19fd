package io.embeddedgateway.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.resilience.TimeoutFeature;

/**
 * Auto-configuration for what keeps routes answering while something behind them is slow.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayResilienceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TimeoutFeature gatewayTimeoutFeature() {
		return new TimeoutFeature(Schedulers.parallel());
	}

}
