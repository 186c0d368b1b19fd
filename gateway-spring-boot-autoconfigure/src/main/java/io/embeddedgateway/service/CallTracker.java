package io.embeddedgateway.service;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

import io.embeddedgateway.GatewayResponse;

/**
 * Learns how a call goes, until the end of its response. It must not wait for anything.
 */
public interface CallTracker {

	/**
	 * The response came; its body may still stream.
	 * @param response the response, to be looked at only
	 */
	void responded(GatewayResponse response);

	/**
	 * Whether a body that came at once with the response is to pass here as well.
	 * @param response the response, to be looked at only
	 * @return {@code true} if its parts matter
	 */
	default boolean watches(GatewayResponse response) {
		return false;
	}

	/**
	 * A part of the body passed, unless it came at once with the response.
	 * @param buffer the part, to be looked at only
	 */
	default void passed(DataBuffer buffer) {
		// For those who count
	}

	/**
	 * The call ended. Called exactly once.
	 * @param end how
	 * @param error why, if it failed and that is known
	 */
	void ended(CallEnd end, @Nullable Throwable error);

}
