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
		this(detail, serviceId, message, cause, false);
	}

	private BadGatewayException(String detail, String serviceId, String message, @Nullable Throwable cause,
			boolean unsent) {
		super(HttpStatus.BAD_GATEWAY, detail, serviceId, message, cause, unsent);
	}

	/**
	 * An exception for a request that no instance worked on.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 * @return the exception
	 */
	public static BadGatewayException unsent(String detail, String serviceId, String message,
			@Nullable Throwable cause) {
		return new BadGatewayException(detail, serviceId, message, cause, true);
	}

}
