package io.embeddedgateway.actuate;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.embeddedgateway.service.Availability;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.text.KebabCase;

/**
 * A service is up as long as one of its instances is available.
 */
public final class ServiceHealthIndicator implements HealthIndicator {

	private static final int MOST = 20;

	private final LiveService service;

	/**
	 * Create the indicator.
	 * @param service the service
	 */
	public ServiceHealthIndicator(LiveService service) {
		this.service = service;
	}

	@Override
	public Health health() {
		Availability availability = this.service.availability();
		Map<String, Integer> states = new TreeMap<>();
		Map<String, String> missing = new TreeMap<>();
		for (ServiceInstance instance : availability.instances()) {
			states.merge(KebabCase.of(instance.state()), 1, Integer::sum);
			if (!instance.state().isAvailable() && missing.size() < MOST) {
				missing.put(instance.id(), describe(instance));
			}
		}
		Health.Builder health = (isAvailable(this.service) ? Health.up() : Health.down())
			.withDetail("instances", availability.instances().size())
			.withDetail("states", states)
			.withDetail("panic", availability.panic());
		return (missing.isEmpty() ? health : health.withDetail("notAvailable", missing)).build();
	}

	static boolean isAvailable(LiveService service) {
		return service.instances().stream().anyMatch((instance) -> instance.state().isAvailable());
	}

	private static String describe(ServiceInstance instance) {
		String reason = instance.condition().reason();
		return KebabCase.of(instance.state()) + ((reason != null) ? ": " + reason : "");
	}

}
