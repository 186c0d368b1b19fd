package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.embeddedgateway.observability.accesslog.AccessLogObserver;
import io.embeddedgateway.observability.accesslog.AccessLogPolicy;

/**
 * Auto-configuration for the access log. It has no lines unless it is asked for.
 */
@AutoConfiguration(after = GatewayRoutingAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayAccessLogAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AccessLogObserver gatewayAccessLogObserver(GatewayProperties properties) {
		AccessLogPolicy policy = (properties.accessLog() != null) ? properties.accessLog() : AccessLogPolicy.NONE;
		return new AccessLogObserver(policy.withMasked(properties.keyHeaders()), Clock.system(ZoneId.systemDefault()),
				() -> ThreadLocalRandom.current().nextDouble());
	}

}
