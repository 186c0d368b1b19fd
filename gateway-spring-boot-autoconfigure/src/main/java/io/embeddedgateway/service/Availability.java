package io.embeddedgateway.service;

import java.util.List;

/**
 * Which instances of a service can be chosen: an immutable snapshot, another one after
 * each change.
 *
 * @param instances all instances of the service
 * @param candidates the instances to choose from: those that are available, or if too few
 * are, all that no operator took out; empty if there are none, or if the service is to
 * fail then
 * @param panic whether the candidates include such as are not available
 */
public record Availability(List<ServiceInstance> instances, List<ServiceInstance> candidates, boolean panic) {

	static final Availability NONE = new Availability(List.of(), List.of(), false);

	/**
	 * Keep what is given.
	 */
	public Availability {
		instances = List.copyOf(instances);
		candidates = List.copyOf(candidates);
	}

	static Availability of(List<ServiceInstance> instances, AvailabilityPolicy policy) {
		List<ServiceInstance> available = instances.stream()
			.filter((instance) -> instance.state().isAvailable())
			.toList();
		boolean tooFew = available.size() < policy.panicBelow().factor() * instances.size() || available.isEmpty();
		if (!tooFew) {
			return new Availability(instances, available, false);
		}
		if (policy.whenNoneAvailable() == WhenNoneAvailable.FAIL) {
			return new Availability(instances, available, false);
		}
		List<ServiceInstance> enabled = instances.stream()
			.filter((instance) -> instance.condition().adminState() == AdminState.ENABLED)
			.toList();
		return new Availability(instances, enabled, enabled.size() > available.size());
	}

}
