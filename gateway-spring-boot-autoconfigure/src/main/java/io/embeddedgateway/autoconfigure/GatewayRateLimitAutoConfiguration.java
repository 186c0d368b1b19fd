package io.embeddedgateway.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.ReactorNettyConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

import io.embeddedgateway.ratelimit.LimitStores;
import io.embeddedgateway.ratelimit.RateLimitFeature;
import io.embeddedgateway.ratelimit.RateLimitStore;
import io.embeddedgateway.ratelimit.RateLimiters;
import io.embeddedgateway.ratelimit.SharedLimits;

/**
 * Auto-configuration for how often routes may be used.
 */
@AutoConfiguration(after = GatewayServiceAutoConfiguration.class)
@ConditionalOnGateway
@Import(ReactorNettyConfigurations.ReactorResourceFactoryConfiguration.class)
public final class GatewayRateLimitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LimitStores gatewayLimitStores(GatewayProperties properties, ObjectProvider<SharedLimits> shared) {
		return new LimitStores(properties.rateLimitStore(), System::nanoTime, Clock.systemUTC(),
				shared.getIfAvailable());
	}

	@Bean
	@ConditionalOnBean(RateLimitStore.class)
	@ConditionalOnMissingBean
	SharedLimits gatewaySharedLimits(GatewayProperties properties, RateLimitStore store,
			ReactorResourceFactory resources) {
		return new SharedLimits(store, properties.rateLimitStore(), Clock.systemUTC(), Schedulers.parallel(),
				() -> resources.getLoopResources().onClient(LoopResources.DEFAULT_NATIVE).next());
	}

	@Bean
	@ConditionalOnMissingBean
	RateLimiters gatewayRateLimiters(GatewayProperties properties, ListableBeanFactory beans, LimitStores stores,
			ReactorResourceFactory resources) {
		Clock clock = Clock.systemUTC();
		return new RateLimiters(properties.rateLimits(), new NamedLimitBeans(beans), stores,
				() -> Math.floorDiv(clock.millis(), 1000L), () -> Schedulers
					.fromExecutorService(resources.getLoopResources().onClient(LoopResources.DEFAULT_NATIVE).next()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "gatewayAddressLimitFeature")
	RateLimitFeature gatewayAddressLimitFeature(RateLimiters limiters) {
		return RateLimitFeature.ofAddresses(limiters);
	}

	@Bean
	@ConditionalOnMissingBean(name = "gatewayRateLimitFeature")
	RateLimitFeature gatewayRateLimitFeature(RateLimiters limiters) {
		return RateLimitFeature.ofCallers(limiters);
	}

}
