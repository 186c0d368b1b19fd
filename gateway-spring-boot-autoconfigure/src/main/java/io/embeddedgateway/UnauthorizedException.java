package io.embeddedgateway;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The gateway does not know who is calling: 401.
 */
public final class UnauthorizedException extends GatewayException {

	private final HttpHeaders headers;

	/**
	 * Create an exception.
	 * @param challenges what the client is to bring, as {@code WWW-Authenticate} has it
	 * (RFC 9110 §11.6.1)
	 * @param message what happened, for the log; without credentials
	 * @param cause why it happened, for the log, or {@code null}
	 */
	public UnauthorizedException(List<String> challenges, String message, @Nullable Throwable cause) {
		super(HttpStatus.UNAUTHORIZED, "Valid credentials are needed", null, message, cause);
		this.headers = new HttpHeaders();
		this.headers.addAll(HttpHeaders.WWW_AUTHENTICATE, challenges);
	}

	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

}
