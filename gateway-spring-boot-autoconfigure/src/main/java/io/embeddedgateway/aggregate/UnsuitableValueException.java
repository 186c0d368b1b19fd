package io.embeddedgateway.aggregate;

/**
 * A value that can't stand where a template has it, so that a part can't be called.
 */
final class UnsuitableValueException extends RuntimeException {

	UnsuitableValueException(String message) {
		super(message, null, false, false);
	}

}
