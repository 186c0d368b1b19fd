package io.embeddedgateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * A request that the gateway could not answer. The client sees the status and the detail
 * as {@code application/problem+json} (RFC 9457); message and cause are for the log only.
 */
public abstract class GatewayException extends RuntimeException {

	private final HttpStatusCode status;

	private final String detail;

	private final @Nullable String serviceId;

	private final boolean unsent;

	/**
	 * Create an exception.
	 * @param status the status of the answer
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 */
	protected GatewayException(HttpStatusCode status, String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause) {
		this(status, detail, serviceId, message, cause, false);
	}

	/**
	 * Create an exception.
	 * @param status the status of the answer
	 * @param detail what the client may know, without internals
	 * @param serviceId the id of the service that was asked, or {@code null} if none was
	 * @param message what happened, for the log
	 * @param cause why it happened, for the log, or {@code null}
	 * @param unsent whether it is certain that no instance worked on the request
	 */
	protected GatewayException(HttpStatusCode status, String detail, @Nullable String serviceId, String message,
			@Nullable Throwable cause, boolean unsent) {
		// What anybody can cause has no stack trace: it would cost more than the refusal
		super(message, cause, true, status.is5xxServerError());
		this.unsent = unsent;
		this.status = status;
		this.detail = detail;
		this.serviceId = serviceId;
	}

	/**
	 * The status of the answer.
	 * @return the status
	 */
	public HttpStatusCode status() {
		return this.status;
	}

	/**
	 * What the client may know.
	 * @return a sentence without internals
	 */
	public String detail() {
		return this.detail;
	}

	/**
	 * Headers of the answer that belong to the error, such as {@code Retry-After}.
	 * @return the headers, to be read only; empty unless the error has some
	 */
	public HttpHeaders headers() {
		return HttpHeaders.EMPTY;
	}

	/**
	 * The headers of an answer that tells when to come back (RFC 9110 §10.2.3).
	 * @param retryAfter the time from now on, or {@code null} if nobody knows
	 * @return the headers, to be read only
	 */
	static HttpHeaders retryAfterHeaders(@Nullable Duration retryAfter) {
		if (retryAfter == null) {
			return HttpHeaders.EMPTY;
		}
		HttpHeaders headers = new HttpHeaders();
		// Whole seconds, rounded up: who comes back too early is refused again
		headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds())));
		return headers;
	}

	/**
	 * The service that was asked.
	 * @return the id of the service, or {@code null} if none was
	 */
	public @Nullable String serviceId() {
		return this.serviceId;
	}

	/**
	 * Whether it is certain that no instance worked on the request, so that it can be
	 * sent again whatever its method.
	 * @return {@code true} if so
	 */
	public boolean isUnsent() {
		return this.unsent;
	}

}
