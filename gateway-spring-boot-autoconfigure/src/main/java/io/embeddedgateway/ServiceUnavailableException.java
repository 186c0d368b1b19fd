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

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 */
	public ServiceUnavailableException(String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause) {
		this((serviceId != null) ? Reason.NO_INSTANCE : Reason.UNAVAILABLE, detail, serviceId, message, cause, null);
	}

	private ServiceUnavailableException(Reason reason, String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause, @Nullable Duration retryAfter) {
		super(HttpStatus.SERVICE_UNAVAILABLE, detail, serviceId, message, cause, true);
		this.retryAfter = retryAfter;
		this.reason = reason;
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
		return refused(Reason.UNAVAILABLE, retryAfter, detail, serviceId, message);
	}

	/**
	 * An exception for a request that is refused to protect the service.
	 * @param reason what refused it
	 * @param retryAfter when the client may come back
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @return the exception
	 * @see #retryAfter(Duration, String, String, String)
	 */
	public static ServiceUnavailableException refused(Reason reason, Duration retryAfter, String detail,
			@Nullable String serviceId, String message) {
		return new ServiceUnavailableException(reason, detail, serviceId, message, null, retryAfter);
	}

	/**
	 * Why the service can't be had.
	 * @return the reason, for metrics and logs
	 */
	public Reason reason() {
		return this.reason;
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

	/**
	 * Why a service can't be had.
	 */
	public enum Reason {

		/**
		 * No instance can be chosen, or no connection to it is free.
		 */
		NO_INSTANCE,

		/**
		 * A circuit breaker is open.
		 */
		CIRCUIT_BREAKER,

		/**
		 * As many requests as may be are under way.
		 */
		CONCURRENCY,

		/**
		 * Something else that the gateway needs is not there, or overloaded.
		 */
		UNAVAILABLE

	}

}
