package io.embeddedgateway.health;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * How many instances of a service may be out. Decides about one after the other, so that
 * failures at the same time do not take out more than may be.
 */
final class Ejections {

	private final LiveService service;

	private final Percentage max;

	Ejections(LiveService service, Percentage max) {
		this.service = service;
		this.max = max;
	}

	/**
	 * Take a place among those that are out, if there is one.
	 * @param instance the instance
	 * @param detector its detector
	 * @return whether the instance is to be ejected now; {@code false} also if it is
	 */
	synchronized boolean reserve(ServiceInstance instance, OutlierDetector detector) {
		int all = 0;
		int out = 1;
		boolean last = true;
		for (ServiceInstance other : this.service.instances()) {
			all++;
			if (other == instance) {
				continue;
			}
			if (isOut(other)) {
				out++;
			}
			else if (other.state() == InstanceState.AVAILABLE) {
				last = false;
			}
		}
		return !last && out <= this.max.factor() * all && detector.leave();
	}

	private static boolean isOut(ServiceInstance instance) {
		OutlierDetector detector = instance.observer(OutlierDetector.class);
		return (detector != null && detector.isOut()) || instance.state() == InstanceState.EJECTED;
	}

}
