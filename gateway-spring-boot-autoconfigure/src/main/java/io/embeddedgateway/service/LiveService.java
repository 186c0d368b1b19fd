package io.embeddedgateway.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service at run time: its definition, and the instances that it has now.
 */
public final class LiveService {

	private final Service definition;

	private volatile List<ServiceInstance> instances;

	LiveService(Service definition) {
		this.definition = definition;
		this.instances = definition.instances().stream().map(ServiceInstance::new).toList();
	}

	/**
	 * The definition.
	 * @return the definition
	 */
	public Service definition() {
		return this.definition;
	}

	/**
	 * The id.
	 * @return the id of the service
	 */
	public String id() {
		return this.definition.id();
	}

	/**
	 * The instances that the service has now.
	 * @return an immutable snapshot, the same list until the instances change; empty as
	 * long as a source has not named any
	 */
	public List<ServiceInstance> instances() {
		return this.instances;
	}

	/**
	 * Replace all instances at once. An instance that the service had before, by its
	 * {@link Instance#id() id}, keeps its state. If nothing differs, the snapshot stays.
	 * @param definitions the instances that the service has from now on
	 * @throws IllegalArgumentException if one is {@code null} or two are the same;
	 * nothing changes then
	 */
	public synchronized void update(List<Instance> definitions) {
		List<Instance> checked = Service.checked(id(), definitions);
		List<ServiceInstance> current = this.instances;
		if (checked.equals(current.stream().map(ServiceInstance::definition).toList())) {
			return;
		}
		Map<String, ServiceInstance> known = new HashMap<>();
		current.forEach((instance) -> known.put(instance.id(), instance));
		List<ServiceInstance> updated = new ArrayList<>(checked.size());
		for (Instance definition : checked) {
			ServiceInstance instance = known.computeIfAbsent(definition.id(), (id) -> new ServiceInstance(definition));
			instance.redefine(definition);
			updated.add(instance);
		}
		this.instances = List.copyOf(updated);
	}

	@Override
	public String toString() {
		return this.definition + " with instances " + this.instances;
	}

}
