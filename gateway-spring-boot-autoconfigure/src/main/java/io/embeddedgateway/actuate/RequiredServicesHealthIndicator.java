package io.embeddedgateway.actuate;

import java.util.Collection;
import java.util.List;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.embeddedgateway.service.LiveService;

/**
 * Out of service as long as a service that the application can't do without has no
 * available instance.
 */
public final class RequiredServicesHealthIndicator implements HealthIndicator {

	private final List<LiveService> required;

	/**
	 * Create the indicator.
	 * @param required the services that the application can't do without
	 */
	public RequiredServicesHealthIndicator(Collection<LiveService> required) {
		this.required = List.copyOf(required);
	}

	@Override
	public Health health() {
		List<String> missing = this.required.stream()
			.filter((service) -> !ServiceHealthIndicator.isAvailable(service))
			.map(LiveService::id)
			.toList();
		return missing.isEmpty() ? Health.up().build() : Health.outOfService().withDetail("missing", missing).build();
	}

}
