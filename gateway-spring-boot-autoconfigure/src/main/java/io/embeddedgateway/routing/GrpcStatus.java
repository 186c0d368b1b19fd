package io.embeddedgateway.routing;

import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;

import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

/**
 * Answers gRPC calls that the gateway could not pass on, in the way that gRPC clients
 * understand: with status 200, the status of the call in the headers, and no body.
 */
final class GrpcStatus {

	private static final String CONTENT_TYPE = "application/grpc";

	private GrpcStatus() {
	}

	/**
	 * Whether a request is a gRPC call.
	 * @param request the request
	 * @return {@code true} for {@code application/grpc}, with or without a format
	 */
	static boolean isCall(GatewayRequest request) {
		String type = request.headers().getFirst(HttpHeaders.CONTENT_TYPE);
		return type != null && type.regionMatches(true, 0, CONTENT_TYPE, 0, CONTENT_TYPE.length())
				&& (type.length() == CONTENT_TYPE.length() || "+;".indexOf(type.charAt(CONTENT_TYPE.length())) >= 0);
	}

	static GatewayResponse response(HttpStatusCode status, String message) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE);
		headers.set("grpc-status", String.valueOf(code(status)));
		headers.set("grpc-message", UriUtils.encode(message, StandardCharsets.UTF_8).replace("%20", " "));
		return new GatewayResponse(HttpStatus.OK, headers, Flux.empty());
	}

	// As gRPC clients read the status of HTTP (http-grpc-status-mapping.md); and 413, 429
	// and 504, of which the gateway knows what they mean
	private static int code(HttpStatusCode status) {
		return switch (status.value()) {
			case 400 -> 13;
			case 401 -> 16;
			case 403 -> 7;
			case 404 -> 12;
			case 413, 429 -> 8;
			case 502, 503 -> 14;
			case 504 -> 4;
			default -> 2;
		};
	}

}
