package io.embeddedgateway.service;

/**
 * Learns how the requests to one instance go, and keeps what a feature knows about it: as
 * long as the instance belongs to its service, it has the same observer. Called on event
 * loops, by several threads at once: it must not wait for anything.
 */
public interface InstanceObserver {

	/**
	 * The instance was given a request.
	 */
	default void begun() {
	}

	/**
	 * The headers of a response came.
	 * @param status the status, 101 or 200 to 599
	 * @param nanos the time since the instance was chosen, in nanoseconds
	 */
	default void responded(int status, long nanos) {
	}

	/**
	 * A request ended. Called exactly once for each.
	 * @param outcome how
	 * @param nanos the time since the instance was chosen, in nanoseconds
	 */
	default void ended(CallOutcome outcome, long nanos) {
	}

	/**
	 * The instance does not belong to the service any more. Requests that it has been
	 * given before may still end.
	 */
	default void removed() {
	}

}
