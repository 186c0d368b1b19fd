package io.embeddedgateway.auth;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Credentials that do not prove who is calling. Without stack trace, because anybody can
 * cause it.
 */
public final class InvalidCredentialsException extends RuntimeException {

	private final AuthError error;

	private final Map<String, String> headers;

	/**
	 * Credentials that are not valid.
	 * @param message why, for the log; without the credentials
	 */
	public InvalidCredentialsException(String message) {
		this(AuthError.INVALID_TOKEN, message, Map.of());
	}

	/**
	 * Credentials that are not valid.
	 * @param error what the client is told
	 * @param message why, for the log; without the credentials
	 * @param headers headers for the client, by name
	 */
	public InvalidCredentialsException(AuthError error, String message, Map<String, String> headers) {
		this(error, message, headers, null);
	}

	/**
	 * Credentials that are not valid.
	 * @param error what the client is told
	 * @param message why, for the log; without the credentials
	 * @param headers headers for the client, by name
	 * @param cause what was thrown, or {@code null}
	 */
	public InvalidCredentialsException(AuthError error, String message, Map<String, String> headers,
			@Nullable Throwable cause) {
		super(message, cause, false, false);
		this.error = error;
		this.headers = Map.copyOf(headers);
	}

	/**
	 * What the client is told.
	 * @return the error
	 */
	public AuthError error() {
		return this.error;
	}

	/**
	 * Headers for the client.
	 * @return the headers, by name
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

}
