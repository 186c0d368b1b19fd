package io.embeddedgateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The answer was not there in time: 504.
 */
public final class GatewayTimeoutException extends GatewayException {

	/**
	 * Create an exception.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 */
	public GatewayTimeoutException(String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause) {
		this(detail, serviceId, message, cause, false);
	}

	private GatewayTimeoutException(String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause, boolean unsent) {
		super(HttpStatus.GATEWAY_TIMEOUT, detail, serviceId, message, cause, unsent);
	}

	/**
	 * An exception for a request that no instance worked on.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 * @return the exception
	 */
	public static GatewayTimeoutException unsent(String detail, String serviceId, String message,
			@Nullable Throwable cause) {
		return new GatewayTimeoutException(detail, serviceId, message, cause, true);
	}

}
