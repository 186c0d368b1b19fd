package io.embeddedgateway.loadbalancer;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.ServiceInstance;

/**
 * A request on its way to an instance, as the gateway sees it.
 */
final class SimulatedCall {

	private final Simulation simulation;

	private final ServiceInstance instance;

	private final long begun;

	private boolean ended;

	SimulatedCall(Simulation simulation, ServiceInstance instance) {
		this.simulation = simulation;
		this.instance = instance;
		this.begun = simulation.now();
		instance.begin();
	}

	void end(int status, CallOutcome outcome) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		long nanos = this.simulation.now() - this.begun;
		if (!outcome.isLocal()) {
			this.instance.responded(status, nanos);
		}
		this.instance.end(outcome, nanos);
		this.simulation.ended(outcome, nanos);
	}

}
