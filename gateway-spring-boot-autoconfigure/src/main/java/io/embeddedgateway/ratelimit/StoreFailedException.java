package io.embeddedgateway.ratelimit;

/**
 * The shared store did not do what it was asked for, or it is not known whether it did.
 */
final class StoreFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	StoreFailedException(String message) {
		// An everyday event while the store is away
		super(message, null, false, false);
	}

}
