package io.embeddedgateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/**
 * A request that the gateway could not answer. The client sees the status and the detail
 * as {@code application/problem+json} (RFC 9457); message and cause are for the log only.
 */
public abstract class GatewayException extends RuntimeException {

	private final HttpStatusCode status;

	private final String detail;

	private final @Nullable String serviceId;

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
		super(message, cause);
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
	 * The service that was asked.
	 * @return the id of the service, or {@code null} if none was
	 */
	public @Nullable String serviceId() {
		return this.serviceId;
	}

}
