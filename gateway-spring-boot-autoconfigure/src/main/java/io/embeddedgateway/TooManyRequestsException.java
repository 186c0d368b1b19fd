package io.embeddedgateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The caller has used up what it may: 429 (RFC 6585 §4). It is an everyday event, so it
 * is not logged as a failure.
 */
public final class TooManyRequestsException extends GatewayException {

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param retryAfter when the same request may be let through, or {@code null} if it
	 * never is, or if nobody knows
	 * @param detail what the client may know, without internals
	 * @param message what happened, for the log
	 */
	public TooManyRequestsException(@Nullable Duration retryAfter, String detail, String message) {
		super(HttpStatus.TOO_MANY_REQUESTS, detail, null, message, null);
		this.retryAfter = retryAfter;
	}

	/**
	 * When the same request may be let through, as the {@code Retry-After} of the answer
	 * says in whole seconds.
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
