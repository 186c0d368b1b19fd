package io.embeddedgateway.sticky;

import java.util.List;

import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;

/**
 * How tokens travel.
 */
interface Carrier {

	/**
	 * The tokens of a request.
	 * @param request the request
	 * @return what may be tokens, empty if there is nothing
	 */
	List<String> read(GatewayRequest request);

	/**
	 * Take the tokens out of a request, which are none of the instance's business.
	 * @param request the request
	 * @return the request without them
	 */
	GatewayRequest remove(GatewayRequest request);

	/**
	 * Give the client a token.
	 * @param headers the headers of the response
	 * @param token the token
	 * @param exchange the exchange
	 */
	void write(HttpHeaders headers, String token, GatewayExchange exchange);

}
