package io.embeddedgateway.observability;

import io.micrometer.core.instrument.MeterRegistry;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.text.KebabCase;

/**
 * Counts the instances of named services by their state, the changes of it, and the
 * requests to each. What is counted of an instance leaves with it.
 */
public final class InstanceMetrics implements ServiceListener {

	private final Services services;

	private final GatewayMeters meters;

	/**
	 * Count from now on.
	 * @param services the services
	 * @param registry where to count
	 */
	public InstanceMetrics(Services services, MeterRegistry registry) {
		this.services = services;
		this.meters = new GatewayMeters(registry);
		services.all().forEach(this::register);
		services.listen(this);
	}

	private void register(LiveService service) {
		for (InstanceState state : InstanceState.values()) {
			this.meters.gauge(GatewayMeter.INSTANCES, service, (counted) -> count(counted, state), service.id(),
					KebabCase.of(state));
		}
		this.meters.gauge(GatewayMeter.SERVICE_PANIC, service, (counted) -> counted.availability().panic() ? 1 : 0,
				service.id());
		service.observe(new CurrentMeters(this.meters));
	}

	private static long count(LiveService service, InstanceState state) {
		return service.instances().stream().filter((instance) -> instance.state() == state).count();
	}

	@Override
	public void stateChanged(InstanceStateChange change) {
		if (this.services.contains(change.serviceId())) {
			ServiceInstance instance = this.services.get(change.serviceId()).instance(change.instanceId());
			InstanceMeters meters = (instance != null) ? instance.observer(InstanceMeters.class) : null;
			if (meters != null) {
				meters.changed(change.to());
			}
		}
	}

}
