package io.embeddedgateway;

import org.springframework.http.HttpStatus;

/**
 * The request itself can't be served: 400.
 */
public final class BadRequestException extends GatewayException {

	/**
	 * Create an exception.
	 * @param detail what is wrong with the request, without internals
	 */
	public BadRequestException(String detail) {
		super(HttpStatus.BAD_REQUEST, detail, null, detail, null);
	}

}
