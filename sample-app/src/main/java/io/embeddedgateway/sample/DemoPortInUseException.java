package io.embeddedgateway.sample;

/**
 * The port of a demo instance is in use.
 */
final class DemoPortInUseException extends RuntimeException {

	private final String instance;

	private final int port;

	DemoPortInUseException(String instance, int port, Throwable cause) {
		super("Port " + port + " of the demo instance '" + instance + "' is in use", cause);
		this.instance = instance;
		this.port = port;
	}

	String instance() {
		return this.instance;
	}

	int port() {
		return this.port;
	}

}
