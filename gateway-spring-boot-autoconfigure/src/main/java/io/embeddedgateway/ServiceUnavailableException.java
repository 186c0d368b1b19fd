package io.embeddedgateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The service has no instance, or no connection, to spare for the request: 503.
 */
public final class ServiceUnavailableException extends GatewayException {

	/**
	 * Create an exception.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 */
	public ServiceUnavailableException(String detail, String serviceId, String message, @Nullable Throwable cause) {
		super(HttpStatus.SERVICE_UNAVAILABLE, detail, serviceId, message, cause, true);
	}

}
