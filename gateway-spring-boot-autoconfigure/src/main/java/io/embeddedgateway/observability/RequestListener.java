package io.embeddedgateway.observability;

/**
 * Is told of the requests of a route. Called on event loops, by several threads at once:
 * it must not wait for anything. What it throws is logged, and does the request no harm.
 */
public interface RequestListener {

	/**
	 * A request came.
	 * @param request what is known of it
	 */
	default void begun(RequestRecord request) {
	}

	/**
	 * A request is over: its response was read to the end, or it failed, or the client
	 * left. Called exactly once for each.
	 * @param request all that is known of it
	 */
	void ended(RequestRecord request);

}
