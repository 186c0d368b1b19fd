package io.embeddedgateway.sticky;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Which tag stands for which instance of a service; computed again only when the
 * instances change.
 */
final class InstanceTags {

	private final LiveService service;

	private final StickyKey key;

	private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of(), Map.of());

	InstanceTags(LiveService service, StickyKey key) {
		this.service = service;
		this.key = key;
	}

	/**
	 * The instance that a tag stands for.
	 * @param tag the tag
	 * @return the instance, or {@code null} if the service does not have it now
	 */
	@Nullable ServiceInstance instance(String tag) {
		return current().byTag.get(tag);
	}

	/**
	 * The tag of an instance.
	 * @param instance the instance
	 * @return the tag, or {@code null} if it is no instance of the service now
	 */
	@Nullable String tag(ServiceInstance instance) {
		return current().tags.get(instance);
	}

	private Snapshot current() {
		Snapshot snapshot = this.snapshot;
		List<ServiceInstance> instances = this.service.instances();
		// The list itself is meant, which stays as long as the instances are the same
		if (snapshot.instances != instances) {
			snapshot = snapshot(instances);
			this.snapshot = snapshot;
		}
		return snapshot;
	}

	private Snapshot snapshot(List<ServiceInstance> instances) {
		Map<String, ServiceInstance> byTag = new HashMap<>();
		Map<ServiceInstance, String> tags = new HashMap<>();
		for (ServiceInstance instance : instances) {
			String tag = Tokens.tag(this.key, this.service.id(), instance.id());
			byTag.put(tag, instance);
			tags.put(instance, tag);
		}
		return new Snapshot(instances, byTag, tags);
	}

	private record Snapshot(List<ServiceInstance> instances, Map<String, ServiceInstance> byTag,
			Map<ServiceInstance, String> tags) {

	}

}
