package io.embeddedgateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The service has no instance, or no connection, to spare for the request: 503.
 */
public final class ServiceUnavailableException extends GatewayException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 */
	public ServiceUnavailableException(String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause) {
		this(detail, serviceId, message, cause, null);
	}

	private ServiceUnavailableException(String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(HttpStatus.SERVICE_UNAVAILABLE, detail, serviceId, message, cause, true);
		this.retryAfter = retryAfter;
	}

	/**
	 * An exception for a request that is refused to protect the service. It is an
	 * everyday event, so it is not logged as a failure.
	 * @param retryAfter when the client may come back
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @return the exception
	 */
	public static ServiceUnavailableException retryAfter(Duration retryAfter, String detail, @Nullable String serviceId,
			String message) {
		return new ServiceUnavailableException(detail, serviceId, message, null, retryAfter);
	}

	/**
	 * When the client may come back, as the {@code Retry-After} of the answer says in
	 * whole seconds.
	 * @return the time from now on, or {@code null} if nobody knows
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	@Override
	public HttpHeaders headers() {
		return retryAfterHeaders(this.retryAfter);
	}

}
