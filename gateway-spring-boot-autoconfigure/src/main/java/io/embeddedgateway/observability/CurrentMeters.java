package io.embeddedgateway.observability;

import java.util.HashMap;
import java.util.Map;

import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.service.InstanceObservation;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * The meters of the instances that a service has. One that leaves and comes back is
 * another instance with meters of the same names; if it is back before anybody was told
 * that it had left, those of the earlier one go first, so that they do not take the new
 * ones with them.
 */
final class CurrentMeters implements InstanceObservation {

	private final GatewayMeters meters;

	private final Map<String, InstanceMeters> byInstance = new HashMap<>();

	CurrentMeters(GatewayMeters meters) {
		this.meters = meters;
	}

	@Override
	public synchronized InstanceObserver observe(LiveService service, ServiceInstance instance) {
		InstanceMeters earlier = this.byInstance.get(instance.id());
		if (earlier != null) {
			earlier.close();
		}
		InstanceMeters current = new InstanceMeters(this.meters.group(), service.id(), instance, this::removed);
		this.byInstance.put(instance.id(), current);
		return current;
	}

	private synchronized void removed(String id, InstanceMeters meters) {
		meters.close();
		this.byInstance.remove(id, meters);
	}

}
