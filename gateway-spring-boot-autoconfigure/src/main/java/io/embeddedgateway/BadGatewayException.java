package io.embeddedgateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The service could not be reached, or did not answer properly: 502.
 */
public final class BadGatewayException extends GatewayException {

	/**
	 * Create an exception.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 */
	public BadGatewayException(String detail, String serviceId, String message, @Nullable Throwable cause) {
		super(HttpStatus.BAD_GATEWAY, detail, serviceId, message, cause);
	}

}
