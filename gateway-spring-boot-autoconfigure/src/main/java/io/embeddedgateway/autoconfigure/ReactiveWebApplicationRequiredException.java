package io.embeddedgateway.autoconfigure;

/**
 * Stops the start of an application that is not reactive.
 */
class ReactiveWebApplicationRequiredException extends RuntimeException {

	ReactiveWebApplicationRequiredException() {
		super("The gateway needs a reactive web application, but this is a servlet application.");
	}

}
