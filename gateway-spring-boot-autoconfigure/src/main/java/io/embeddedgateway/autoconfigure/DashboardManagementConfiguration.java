package io.embeddedgateway.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

import io.embeddedgateway.actuate.DashboardHeaders;

/**
 * The headers of the page of the actuator, on the server that shows it: that of the
 * application, or one of its own.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnGateway
@ConditionalOnDashboard
final class DashboardManagementConfiguration {

	private static final EndpointId ENDPOINT = EndpointId.of("gateway");

	@Bean
	@ConditionalOnMissingBean
	DashboardHeaders gatewayDashboardHeaders(PathMappedEndpoints endpoints) {
		return new DashboardHeaders(SingletonSupplier.ofNullable(() -> endpoints.getPath(ENDPOINT)));
	}

}
