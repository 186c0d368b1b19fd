package io.embeddedgateway;

import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The caller may not do that: 403.
 */
public final class ForbiddenException extends GatewayException {

	private final HttpHeaders headers = new HttpHeaders();

	/**
	 * Create an exception.
	 * @param message what happened, for the log
	 */
	public ForbiddenException(String message) {
		this(List.of(), message);
	}

	/**
	 * Create an exception.
	 * @param challenges what the client is to bring, as {@code WWW-Authenticate} has it
	 * (RFC 6750 §3.1); may be empty
	 * @param message what happened, for the log
	 */
	public ForbiddenException(List<String> challenges, String message) {
		super(HttpStatus.FORBIDDEN, "This is not allowed", null, message, null);
		if (!challenges.isEmpty()) {
			this.headers.addAll(HttpHeaders.WWW_AUTHENTICATE, challenges);
		}
	}

	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

}
