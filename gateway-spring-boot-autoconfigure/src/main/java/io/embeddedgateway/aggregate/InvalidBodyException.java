package io.embeddedgateway.aggregate;

/**
 * A body that is not what it has to be. The message has nothing of the body in it.
 */
final class InvalidBodyException extends RuntimeException {

	InvalidBodyException(String message) {
		super(message, null, false, false);
	}

}
