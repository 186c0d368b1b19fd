package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.text.KebabCase;

/**
 * Why a part has no value.
 *
 * @param type what kind of failure it is
 * @param status the status that was answered, or that would be, or {@code null} if there
 * is none
 * @param reason what happened, for the log
 * @param cause why it happened, for the log, or {@code null}
 */
record PartFailure(Type type, @Nullable HttpStatusCode status, String reason, @Nullable Throwable cause) {

	static PartFailure of(Type type, String reason) {
		return new PartFailure(type, null, reason, null);
	}

	static PartFailure ofStatus(HttpStatusCode status) {
		return new PartFailure(Type.STATUS, status, "it was answered with " + status.value(), null);
	}

	static PartFailure of(Throwable error) {
		if (error instanceof GatewayTimeoutException timeout) {
			return new PartFailure(Type.TIMEOUT, timeout.status(), reason(error), error);
		}
		if (error instanceof GatewayException gateway) {
			Type type = gateway.status().is5xxServerError() ? Type.UNAVAILABLE : Type.STATUS;
			return new PartFailure(type, gateway.status(), reason(error), error);
		}
		if (error instanceof BodyTooLargeException) {
			return new PartFailure(Type.TOO_LARGE, null, reason(error), error);
		}
		if (error instanceof InvalidBodyException) {
			return new PartFailure(Type.INVALID_BODY, null, reason(error), error);
		}
		if (error instanceof UnsuitableValueException) {
			return new PartFailure(Type.UNSUITABLE_VALUE, null, reason(error), error);
		}
		if (error instanceof ErrorResponse response) {
			return new PartFailure(Type.STATUS, response.getStatusCode(), reason(error), error);
		}
		return new PartFailure(Type.ERROR, null, error.toString(), error);
	}

	private static String reason(Throwable error) {
		String message = error.getMessage();
		return (message != null) ? message : error.toString();
	}

	/**
	 * The kinds of failures.
	 */
	enum Type {

		/**
		 * It took too long.
		 */
		TIMEOUT,

		/**
		 * No instance could be reached, or its answer broke off.
		 */
		UNAVAILABLE,

		/**
		 * The answer has a status other than 2xx.
		 */
		STATUS,

		/**
		 * The body is not what the part says it is.
		 */
		INVALID_BODY,

		/**
		 * The body is larger than it may be.
		 */
		TOO_LARGE,

		/**
		 * There would be more calls than there may be.
		 */
		TOO_MANY_CALLS,

		/**
		 * A value that the part needs is not there.
		 */
		MISSING_VALUE,

		/**
		 * A value that the part needs can't stand where it would have to.
		 */
		UNSUITABLE_VALUE,

		/**
		 * A part that this one needs has failed.
		 */
		DEPENDENCY,

		/**
		 * Something unexpected, which the log tells.
		 */
		ERROR;

		@Override
		public String toString() {
			return KebabCase.of(this);
		}

	}

}
