package io.embeddedgateway.health;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.PanicChange;

/**
 * Listens to an application as its users would.
 */
@Configuration(proxyBeanMethods = false)
class Changes {

	private final List<InstanceStateChange> states = new CopyOnWriteArrayList<>();

	private final List<PanicChange> panics = new CopyOnWriteArrayList<>();

	@EventListener
	void stateChanged(InstanceStateChange change) {
		this.states.add(change);
	}

	@EventListener
	void panicChanged(PanicChange change) {
		this.panics.add(change);
	}

	List<InstanceStateChange> states() {
		return this.states;
	}

	List<InstanceStateChange> states(String service) {
		return this.states.stream().filter((change) -> change.serviceId().equals(service)).toList();
	}

	List<PanicChange> panics() {
		return this.panics;
	}

}
