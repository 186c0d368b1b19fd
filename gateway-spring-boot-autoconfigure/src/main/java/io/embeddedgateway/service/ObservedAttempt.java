package io.embeddedgateway.service;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Follows one attempt of a request.
 */
public interface ObservedAttempt {

	/**
	 * Nobody follows the attempt.
	 */
	ObservedAttempt UNOBSERVED = new ObservedAttempt() {
	};

	/**
	 * The headers of the request are complete, and it is about to be sent. Not called if
	 * nobody wants the response any more by then.
	 * @param headers the headers, which may be changed
	 */
	default void sending(HttpHeaders headers) {
	}

	/**
	 * The headers of the response came.
	 * @param status the status, 101 or 200 to 599
	 */
	default void responded(int status) {
	}

	/**
	 * The attempt is over: the response was complete, or it failed, or nobody wants it
	 * any more. Called exactly once.
	 * @param outcome what is to be said about the instance
	 * @param error why it failed, as the connection tells it, or {@code null} if it did
	 * not
	 */
	default void ended(CallOutcome outcome, @Nullable Throwable error) {
	}

}
