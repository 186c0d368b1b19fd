package io.embeddedgateway;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Where interim responses go (RFC 9110 §15.2), such as {@code 103 Early Hints}: they tell
 * the client something before the response.
 */
@FunctionalInterface
public interface InterimResponses {

	/**
	 * Nowhere.
	 */
	InterimResponses NONE = (status, headers) -> {
	};

	/**
	 * Send an interim response, unless the client does not know them or the response is
	 * on its way already.
	 * @param status the status, 102 to 199
	 * @param headers the headers
	 */
	void send(HttpStatusCode status, HttpHeaders headers);

}
