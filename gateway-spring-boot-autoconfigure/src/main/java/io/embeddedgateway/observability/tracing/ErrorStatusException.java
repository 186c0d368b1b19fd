package io.embeddedgateway.observability.tracing;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a response with a status of 400 or more where observations want to know an
 * error. Nobody throws it; it says nothing but its name, because the status is told
 * anyway.
 */
final class ErrorStatusException extends Exception {

	private static final long serialVersionUID = 1L;

	private static final int FIRST = 400;

	private ErrorStatusException() {
		super(null, null, false, false);
	}

	/**
	 * The error that a status is to a client (OpenTelemetry Semantic Conventions, HTTP
	 * spans, Status).
	 * @param status the status of the response, or 0 if there is none
	 * @return the error, or {@code null} if it is none
	 */
	static @Nullable ErrorStatusException of(int status) {
		return (status >= FIRST) ? new ErrorStatusException() : null;
	}

}
