package io.embeddedgateway.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.forward.ForwardPolicy;
import io.embeddedgateway.health.HealthChecks;
import io.embeddedgateway.health.OutlierDetection;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.upstream.ConnectionPolicy;
import io.embeddedgateway.upstream.UpstreamConnections;

/**
 * Auto-configuration for what finds out which instances work.
 */
@AutoConfiguration(after = GatewayForwardAutoConfiguration.class)
@ConditionalOnGateway
public final class GatewayHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OutlierDetection gatewayOutlierDetection(Services services) {
		return new OutlierDetection(services, Schedulers.parallel(), System::nanoTime, ThreadLocalRandom::current);
	}

	@Bean
	@ConditionalOnMissingBean
	HealthChecks gatewayHealthChecks(Services services, UpstreamConnections connections) {
		return new HealthChecks(services, connections, GatewayHealthAutoConfiguration::connections,
				Schedulers.parallel(), ThreadLocalRandom::current);
	}

	private static ConnectionPolicy connections(Service service) {
		ForwardPolicy policy = service.policy(ForwardPolicy.class);
		return (policy != null) ? policy.connections() : ConnectionPolicy.DEFAULT;
	}

}
