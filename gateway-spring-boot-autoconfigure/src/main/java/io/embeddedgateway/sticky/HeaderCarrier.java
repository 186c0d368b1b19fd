package io.embeddedgateway.sticky;

import java.util.List;

import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;

/**
 * Tokens in a header of requests and responses.
 *
 * @param name the name of the header
 */
record HeaderCarrier(String name) implements Carrier {

	@Override
	public List<String> read(GatewayRequest request) {
		return request.headers().getOrEmpty(this.name);
	}

	@Override
	public GatewayRequest remove(GatewayRequest request) {
		return request.withHeaders((headers) -> headers.remove(this.name));
	}

	@Override
	public void write(HttpHeaders headers, String token, GatewayExchange exchange) {
		headers.set(this.name, token);
	}

}
