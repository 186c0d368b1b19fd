package io.embeddedgateway.routing;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;

import io.embeddedgateway.GatewayResponse;

/**
 * What to answer where only the method kept a request from its route (RFC 9110 §15.5.6),
 * and the application has no handler for it either.
 */
final class MethodNotAllowed {

	private MethodNotAllowed() {
	}

	/**
	 * Answer a request that the application has no handler for.
	 * @param arrival the request
	 * @return the answer, or {@code null} if it was not for the method
	 */
	static @Nullable GatewayResponse answer(Arrival arrival) {
		Set<HttpMethod> methods = arrival.table().allowedMethods(arrival.request(), arrival.client(), arrival.path());
		return methods.isEmpty() ? null : response(methods, arrival);
	}

	/**
	 * Whether the application has no handler for a request.
	 * @param error how it failed
	 * @param exchange the request
	 * @return whether it has none
	 */
	static boolean isUnhandled(Throwable error, ServerWebExchange exchange) {
		Object handler = exchange.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
		return error instanceof ErrorResponse response && response.getStatusCode().value() == 404
				&& (handler == null || handler instanceof ResourceWebHandler) && !exchange.getResponse().isCommitted();
	}

	private static GatewayResponse response(Set<HttpMethod> methods, Arrival arrival) {
		GatewayResponse response = HttpMethod.OPTIONS.equals(arrival.request().method())
				? GatewayResponse.of(HttpStatus.NO_CONTENT) : ProblemResponses.response(arrival.request().rawPath(),
						HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here.");
		return response.withHeaders((headers) -> headers.set(HttpHeaders.ALLOW, allowed(methods)));
	}

	/**
	 * What the header {@code Allow} says.
	 * @param methods the methods that routes accept
	 * @return the value of the header
	 */
	static String allowed(Set<HttpMethod> methods) {
		Set<String> allowed = new TreeSet<>();
		methods.forEach((method) -> allowed.add(method.name()));
		if (allowed.contains("GET")) {
			allowed.add("HEAD");
		}
		allowed.add("OPTIONS");
		return String.join(", ", allowed);
	}

}
