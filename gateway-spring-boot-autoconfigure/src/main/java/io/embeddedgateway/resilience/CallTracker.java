package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayResponse;

/**
 * Learns how a call goes, until the end of its response. It must not wait for anything.
 */
interface CallTracker {

	/**
	 * The response came; its body may still stream.
	 * @param response the response, to be looked at only
	 */
	void responded(GatewayResponse response);

	/**
	 * The call ended. Called exactly once.
	 * @param end how
	 * @param error why, if it failed and that is known
	 */
	void ended(CallEnd end, @Nullable Throwable error);

}
