package io.embeddedgateway.service;

import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link InstanceObserver} of a feature for each instance of a service.
 */
@FunctionalInterface
public interface InstanceObservation {

	/**
	 * Observe an instance. Called when the service gets it.
	 * @param service the service
	 * @param instance the instance
	 * @return the observer, or {@code null} if there is nothing to observe
	 */
	@Nullable InstanceObserver observe(LiveService service, ServiceInstance instance);

}
