package io.embeddedgateway.discovery;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.HeartbeatMonitor;
import org.springframework.context.ApplicationListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceSource;

/**
 * Asks the registry that Spring Cloud is connected to: as often as the policy says, and
 * when the registry lets it be known that something changed. Instances have the zone and
 * the weight that their metadata {@code zone} and {@code weight} say.
 */
public final class CloudInstanceRegistry implements InstanceRegistry, ApplicationListener<HeartbeatEvent> {

	private static final Duration LONGEST = Duration.ofSeconds(10);

	private final ReactiveDiscoveryClient client;

	private final Scheduler scheduler;

	private final HeartbeatMonitor monitor = new HeartbeatMonitor();

	private final Sinks.Many<HeartbeatEvent> changes = Sinks.many().multicast().directBestEffort();

	/**
	 * Create the registry.
	 * @param client whom to ask
	 * @param scheduler where it is waited for the next time
	 */
	public CloudInstanceRegistry(ReactiveDiscoveryClient client, Scheduler scheduler) {
		this.client = client;
		this.scheduler = scheduler;
	}

	@Override
	public InstanceSource instances(String serviceId, DiscoveryPolicy policy) {
		Mono<Answer<Instance>> lookUp = Flux.defer(() -> this.client.getInstances(serviceId))
			.map(CloudInstanceRegistry::instance)
			.collectList()
			.map((found) -> new Answer<>(found, policy.refreshMax()))
			.timeout(LONGEST, this.scheduler);
		return new InstanceWatch("discovery:" + serviceId, () -> lookUp, policy, this.changes.asFlux(), this.scheduler);
	}

	@Override
	public void onApplicationEvent(HeartbeatEvent event) {
		if (this.monitor.update(event.getValue())) {
			// Who misses it asks again soon anyway
			Sinks.EmitResult unused = this.changes.tryEmitNext(event);
		}
	}

	private static Instance instance(ServiceInstance registered) {
		Map<String, String> metadata = new HashMap<>();
		if (registered.getMetadata() != null) {
			registered.getMetadata().forEach((key, value) -> {
				if (key != null && value != null) {
					metadata.put(key, value);
				}
			});
		}
		boolean bare = registered.getHost().contains(":") && !registered.getHost().startsWith("[");
		String host = bare ? "[" + registered.getHost() + "]" : registered.getHost();
		String scheme = registered.isSecure() ? "https" : "http";
		URI uri = URI.create(scheme + "://" + host + ":" + registered.getPort());
		Instance instance = Instance.of(uri).withZone(metadata.get("zone")).withMetadata(metadata);
		String weight = metadata.get("weight");
		return (weight != null) ? instance.withWeight(weight(weight, uri)) : instance;
	}

	private static int weight(String text, URI uri) {
		try {
			return Integer.parseInt(text.trim());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"the weight of " + uri + " is '" + text + "'; register it with a whole number", ex);
		}
	}

}
