package io.embeddedgateway;

import org.springframework.http.HttpStatus;

/**
 * The body of the request is larger than the route allows: 413. What is left of the body
 * is not read, so the connection is closed behind the answer.
 */
public final class ContentTooLargeException extends GatewayException {

	/**
	 * Create an exception.
	 * @param message what happened, for the log
	 */
	public ContentTooLargeException(String message) {
		super(HttpStatus.CONTENT_TOO_LARGE, "The body of the request is too large.", null, message, null);
	}

}
