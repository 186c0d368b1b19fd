package io.embeddedgateway.service;

/**
 * Learns what becomes of services and their instances. Called in the order of the
 * changes, one at a time for each service, maybe on an event loop: it must not wait for
 * anything.
 */
public interface ServiceListener {

	/**
	 * An instance changed its state.
	 * @param change what changed
	 */
	default void stateChanged(InstanceStateChange change) {
	}

	/**
	 * A service began or ceased to use all its instances for want of available ones.
	 * @param change what changed
	 */
	default void panicChanged(PanicChange change) {
	}

}
