package io.embeddedgateway.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;

/**
 * Counts the instances of named services by their state, and the changes of it. What is
 * counted of an instance leaves with it.
 */
public final class InstanceMetrics implements ServiceListener {

	/**
	 * How many instances of a service are in a state: a gauge with {@code service} and
	 * {@code state}.
	 */
	public static final String INSTANCES = "gateway.instances";

	/**
	 * Whether a service uses all its instances for want of available ones: a gauge with
	 * {@code service}, 0 or 1.
	 */
	public static final String PANIC = "gateway.service.panic";

	/**
	 * How often an instance changed its state: a counter with {@code service},
	 * {@code instance} and {@code to}.
	 */
	public static final String TRANSITIONS = "gateway.instance.transitions";

	private static final String SERVICE = "service";

	private static final String INSTANCE = "instance";

	private final Services services;

	private final MeterRegistry registry;

	/**
	 * Count from now on.
	 * @param services the services
	 * @param registry where to count
	 */
	public InstanceMetrics(Services services, MeterRegistry registry) {
		this.services = services;
		this.registry = registry;
		services.all().forEach(this::register);
		services.listen(this);
	}

	private void register(LiveService service) {
		for (InstanceState state : InstanceState.values()) {
			Gauge.builder(INSTANCES, service, (counted) -> count(counted, state))
				.description("Instances of a service in a state")
				.tag(SERVICE, service.id())
				.tag("state", InstanceLog.text(state))
				.register(this.registry);
		}
		Gauge.builder(PANIC, service, (counted) -> counted.availability().panic() ? 1 : 0)
			.description("Whether a service uses all its instances for want of available ones")
			.tag(SERVICE, service.id())
			.register(this.registry);
		service.observe((owner, instance) -> new Removal(instance.id(), owner.id()));
	}

	private static long count(LiveService service, InstanceState state) {
		return service.instances().stream().filter((instance) -> instance.state() == state).count();
	}

	@Override
	public void stateChanged(InstanceStateChange change) {
		if (!isThere(change)) {
			return;
		}
		Counter.builder(TRANSITIONS)
			.description("Changes of the state of an instance")
			.tag(SERVICE, change.serviceId())
			.tag(INSTANCE, change.instanceId())
			.tag("to", InstanceLog.text(change.to()))
			.register(this.registry)
			.increment();
		// It may have left at the same time
		if (!isThere(change)) {
			forget(change.serviceId(), change.instanceId());
		}
	}

	private boolean isThere(InstanceStateChange change) {
		ServiceInstance instance = this.services.contains(change.serviceId())
				? this.services.get(change.serviceId()).instance(change.instanceId()) : null;
		return instance != null;
	}

	private void forget(String service, String instance) {
		this.registry.find(TRANSITIONS)
			.tag(SERVICE, service)
			.tag(INSTANCE, instance)
			.counters()
			.forEach(this.registry::remove);
	}

	/**
	 * Waits for an instance to leave.
	 */
	private final class Removal implements InstanceObserver {

		private final String instance;

		private final String service;

		Removal(String instance, String service) {
			this.instance = instance;
			this.service = service;
		}

		@Override
		public void removed() {
			forget(this.service, this.instance);
		}

	}

}
