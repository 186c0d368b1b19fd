package io.embeddedgateway.actuate;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Out of service until each instance of a service with a health check has been checked
 * once, whatever the result.
 */
public final class FirstChecksHealthIndicator implements HealthIndicator {

	private final Supplier<List<String>> pending;

	/**
	 * Create the indicator.
	 * @param pending the ids of the services that are waited for
	 */
	public FirstChecksHealthIndicator(Supplier<List<String>> pending) {
		this.pending = pending;
	}

	@Override
	public Health health() {
		List<String> pending = this.pending.get();
		return pending.isEmpty() ? Health.up().build() : Health.outOfService().withDetail("waitsFor", pending).build();
	}

}
