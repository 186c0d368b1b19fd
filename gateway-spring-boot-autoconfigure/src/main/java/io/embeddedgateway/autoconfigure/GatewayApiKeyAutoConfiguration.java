package io.embeddedgateway.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.auth.apikey.ApiKeyProviders;
import io.embeddedgateway.auth.apikey.ApiKeySource;

/**
 * Auto-configuration for applications that call with a key.
 */
@AutoConfiguration(before = GatewayAuthAutoConfiguration.class, after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayApiKeyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApiKeyProviders gatewayApiKeyProviders(GatewayProperties properties, ListableBeanFactory beans) {
		return new ApiKeyProviders(AuthProviderProperties.of(properties.auth(), AuthProviderProperties::apiKey),
				NamedBeans.finder(beans, ApiKeySource.class), Clock.systemUTC(), Schedulers.parallel());
	}

}
