package io.embeddedgateway.routing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.ContentTooLargeException;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayResponse;

/**
 * Answers what went wrong as {@code application/problem+json} (RFC 9457). The client
 * learns the status and a sentence; the cause goes to the log.
 */
final class ProblemResponses {

	private static final Log logger = LogFactory.getLog(ProblemResponses.class);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private ProblemResponses() {
	}

	/**
	 * Answer an error.
	 * @param exchange the exchange
	 * @param error what went wrong
	 * @return the answer
	 */
	static GatewayResponse of(GatewayExchange exchange, Throwable error) {
		if (error instanceof GatewayException gateway) {
			log(exchange, gateway);
			if (GrpcStatus.isCall(exchange.request())) {
				return withHeaders(GrpcStatus.response(gateway.status(), gateway.detail()), gateway.headers());
			}
			GatewayResponse problem = withHeaders(
					response(exchange.request().rawPath(), gateway.status(), gateway.detail()), gateway.headers());
			return (gateway instanceof ContentTooLargeException) ? closing(problem) : problem;
		}
		if (error instanceof ErrorResponse response) {
			logger.debug(exchange + " was answered with " + response.getStatusCode(), error);
			return withHeaders(
					response(exchange.request().rawPath(), response.getStatusCode(), response.getBody().getDetail()),
					response.getHeaders());
		}
		logger.error(exchange + " failed", error);
		return response(exchange.request().rawPath(), HttpStatus.INTERNAL_SERVER_ERROR, null);
	}

	private static GatewayResponse withHeaders(GatewayResponse problem, HttpHeaders headers) {
		return headers.isEmpty() ? problem : problem.withHeaders((all) -> headers.forEach(all::put));
	}

	private static void log(GatewayExchange exchange, GatewayException error) {
		// What is refused on purpose is logged where that begins, not for each request
		if (error.status().is5xxServerError() && !error.headers().containsHeader(HttpHeaders.RETRY_AFTER)) {
			logger.warn(exchange + " was answered with " + error.status().value() + ": " + error.getMessage());
		}
		if (logger.isDebugEnabled()) {
			logger.debug(exchange + " was answered with " + error.status().value(), error);
		}
	}

	/**
	 * Answer a request that can be read in two ways. Nothing that follows it on the
	 * connection is read.
	 * @param path the path of the request
	 * @param detail what is wrong with it
	 * @return the answer
	 */
	static GatewayResponse ambiguous(String path, String detail) {
		return closing(response(path, HttpStatus.BAD_REQUEST, detail));
	}

	private static GatewayResponse closing(GatewayResponse response) {
		return response.withHeaders((headers) -> headers.set(HttpHeaders.CONNECTION, "close"));
	}

	static GatewayResponse response(String path, HttpStatusCode status, @Nullable String detail) {
		Map<String, Object> problem = new LinkedHashMap<>();
		HttpStatus known = HttpStatus.resolve(status.value());
		if (known != null) {
			problem.put("title", known.getReasonPhrase());
		}
		problem.put("status", status.value());
		if (detail != null) {
			problem.put("detail", detail);
		}
		problem.put("instance", path);
		GatewayResponse response = GatewayResponse.of(status, MediaType.APPLICATION_PROBLEM_JSON,
				JSON.writeValueAsString(problem));
		return response.withHeaders((headers) -> headers.set(HttpHeaders.CACHE_CONTROL, "no-store"));
	}

}
