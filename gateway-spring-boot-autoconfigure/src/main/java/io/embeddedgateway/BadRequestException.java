package io.embeddedgateway;

import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The request itself can't be served: 400.
 */
public final class BadRequestException extends GatewayException {

	private final HttpHeaders headers = new HttpHeaders();

	/**
	 * Create an exception.
	 * @param detail what is wrong with the request, without internals
	 */
	public BadRequestException(String detail) {
		this(detail, List.of());
	}

	/**
	 * Create an exception.
	 * @param detail what is wrong with the request, without internals
	 * @param challenges what the client is to bring, as {@code WWW-Authenticate} has it
	 * (RFC 6750 §3.1); may be empty
	 */
	public BadRequestException(String detail, List<String> challenges) {
		super(HttpStatus.BAD_REQUEST, detail, null, detail, null);
		if (!challenges.isEmpty()) {
			this.headers.addAll(HttpHeaders.WWW_AUTHENTICATE, challenges);
		}
	}

	@Override
	public HttpHeaders headers() {
		return this.headers;
	}

}
