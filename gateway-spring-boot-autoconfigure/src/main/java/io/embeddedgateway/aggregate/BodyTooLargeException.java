package io.embeddedgateway.aggregate;

/**
 * A body that is larger than it may be.
 */
final class BodyTooLargeException extends RuntimeException {

	BodyTooLargeException(long most) {
		super("the body has more than " + most + " bytes, or too many values for them", null, false, false);
	}

}
