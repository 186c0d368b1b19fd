package io.embeddedgateway.observability;

import io.embeddedgateway.observability.Termination.Phase;

/**
 * What became of a request, in few words.
 */
enum RequestOutcome {

	/**
	 * The response was read to its end, whatever its status.
	 */
	COMPLETE,

	/**
	 * The client left.
	 */
	CLIENT_CANCEL,

	/**
	 * The client failed, or took too long.
	 */
	CLIENT_ERROR,

	/**
	 * A service could not be reached, or did not answer properly or in time.
	 */
	UPSTREAM_ERROR,

	/**
	 * The gateway refused the request.
	 */
	REFUSED,

	/**
	 * The gateway, a filter or an own handler failed.
	 */
	GATEWAY_ERROR;

	static RequestOutcome of(Termination termination) {
		return switch (termination.side()) {
			case NONE -> COMPLETE;
			case CLIENT -> (termination.phase() == Phase.CANCEL) ? CLIENT_CANCEL : CLIENT_ERROR;
			case UPSTREAM -> UPSTREAM_ERROR;
			case GATEWAY -> (termination.phase() == Phase.REFUSED) ? REFUSED : GATEWAY_ERROR;
		};
	}

}
