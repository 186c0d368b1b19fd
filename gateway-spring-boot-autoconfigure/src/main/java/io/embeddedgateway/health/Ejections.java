package io.embeddedgateway.health;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;

/**
 * How many instances of a service may be out. Decides about one after the other, so that
 * failures at the same time do not take out more than may be.
 */
final class Ejections {

	/**
	 * No ejection ends earlier, so that instances that fail all do not take turns in no
	 * time.
	 */
	private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

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

	/**
	 * Let the instance that is out for longest prove itself early: it may be well by now,
	 * and one that fails can't be taken out as long as it is.
	 * @param failing the instance that fails and can't be taken out
	 */
	void makeRoom(ServiceInstance failing) {
		OutlierDetector longest = longestOut(failing);
		if (longest != null) {
			longest.tryEarly("another instance fails, one request at a time");
		}
	}

	private @Nullable OutlierDetector longestOut(ServiceInstance failing) {
		OutlierDetector longest = null;
		for (ServiceInstance other : this.service.instances()) {
			OutlierDetector detector = (other != failing) ? other.observer(OutlierDetector.class) : null;
			if (detector != null && detector.outFor() >= SHORTEST
					&& (longest == null || detector.outFor() > longest.outFor())) {
				longest = detector;
			}
		}
		return longest;
	}

	private static boolean isOut(ServiceInstance instance) {
		OutlierDetector detector = instance.observer(OutlierDetector.class);
		return (detector != null && detector.isOut()) || instance.state() == InstanceState.EJECTED;
	}

}
