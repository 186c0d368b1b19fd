package io.embeddedgateway;

import org.springframework.http.HttpStatus;

/**
 * The client did not send its request in time: 408.
 */
public final class RequestTimeoutException extends GatewayException {

	/**
	 * Create an exception.
	 * @param detail what the client may know, without internals
	 */
	public RequestTimeoutException(String detail) {
		super(HttpStatus.REQUEST_TIMEOUT, detail, null, detail, null);
	}

}
