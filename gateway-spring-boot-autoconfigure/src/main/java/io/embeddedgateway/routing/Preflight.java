package io.embeddedgateway.routing;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayRequest;

/**
 * A request by which a browser asks whether it may send another one (Fetch §3.2.2).
 */
final class Preflight {

	private Preflight() {
	}

	/**
	 * The method of the request that is asked for.
	 * @param request the request
	 * @return the method, or {@code null} if the request asks for no other one
	 */
	static @Nullable HttpMethod announced(GatewayRequest request) {
		boolean possible = HttpMethod.OPTIONS.equals(request.method())
				&& request.headers().containsHeader(HttpHeaders.ORIGIN);
		return possible ? request.headers().getAccessControlRequestMethod() : null;
	}

}
