package io.embeddedgateway.observability;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.PanicChange;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.text.KebabCase;

/**
 * Logs each change of the state of an instance once: as a warning when it leaves.
 */
public final class InstanceLog implements ServiceListener {

	private static final Log logger = LogFactory.getLog(InstanceLog.class);

	/**
	 * Log the changes from now on.
	 * @param services the services
	 */
	public InstanceLog(Services services) {
		services.listen(this);
	}

	@Override
	public void stateChanged(InstanceStateChange change) {
		String message = "Service '" + change.serviceId() + "': " + change.instanceId() + " is "
				+ KebabCase.of(change.to()) + ", was " + KebabCase.of(change.from()) + ": " + change.reason();
		if (change.to().isAvailable()) {
			logger.info(message);
		}
		else {
			logger.warn(message);
		}
	}

	@Override
	public void panicChanged(PanicChange change) {
		String available = change.available() + " of " + change.instances() + " instances are available";
		if (change.panic()) {
			logger.error("Service '" + change.serviceId() + "' panics: only " + available
					+ ". All that no operator took out are used");
		}
		else {
			logger.info("Service '" + change.serviceId() + "' panics no more: " + available);
		}
	}

}
