package io.embeddedgateway.service;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * All who listen. One that fails keeps nothing from the others.
 */
final class ServiceListeners implements ServiceListener {

	private static final Log logger = LogFactory.getLog(ServiceListeners.class);

	private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();

	void add(ServiceListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void stateChanged(InstanceStateChange change) {
		tell((listener) -> listener.stateChanged(change));
	}

	@Override
	public void panicChanged(PanicChange change) {
		tell((listener) -> listener.panicChanged(change));
	}

	private void tell(Consumer<ServiceListener> event) {
		for (ServiceListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.error("A listener of services failed", ex);
			}
		}
	}

}
