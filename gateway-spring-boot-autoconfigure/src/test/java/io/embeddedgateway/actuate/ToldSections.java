package io.embeddedgateway.actuate;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers for the sections of the endpoint that a test told it, in front of the real
 * ones.
 */
final class ToldSections implements WebFilter, Ordered {

	/**
	 * Three routes. Of the first, as many requests as the format says.
	 */
	static final String ROUTES = """
			{"revision": 7, "routes": [
			  {"id": "orders", "origin": "application.yml:7", "paths": ["/api/orders/**"], "match": {"methods": ["GET"]},
			    "target": {"type": "service", "service": "orders"}, "filters": [{"stage": "rate-limit", "name": "rate-limit"}],
			    "shadowedBy": ["HelloController#hello"], "traffic": {"requests": %1$s, "active": 2, "byStatus": {"2xx": %1$s},
			    "latency": {"bounds": [0.01, 0.1, 1], "counts": [%1$s, 0, 0, 0]}}},
			  {"id": "prices", "paths": ["/prices"], "target": {"type": "uri", "uri": "http://prices:9021"},
			    "traffic": {"requests": 3, "active": 0}}, {"id": "bare"}]}""";

	/**
	 * Two services, one of them with an instance that is not well.
	 */
	static final String SERVICES = """
			{"services": [{"id": "stock", "loadBalancer": "round-robin", "healthCheck": true, "panic": true,
			  "breaker": {"state": "half-open"}, "instances": [
			    {"id": "s1:80", "uri": "http://s1:80", "state": "available", "inFlight": 4, "ejections": 0},
			    {"id": "s2:80", "uri": "http://s2:80", "state": "ejected", "reason": "5 failures in a row"}]}, {"id": "bare"}]}""";

	/**
	 * What becomes of a request. All texts are the one of the format.
	 */
	static final String EXPLAINED = """
			{"outcome": "route", "route": "%1$s", "why": "%1$s is the most specific",
			  "candidates": [{"route": "%1$s", "path": "%1$s", "matched": false, "failed": ["%1$s"]}],
			  "filters": [{"stage": "rate-limit", "name": "%1$s", "effect": "answers", "status": 429, "details": {"%1$s": "%1$s"}}],
			  "upstream": {"service": "%1$s", "method": "GET", "uri": "%1$s", "headers": {"X-A": "%1$s"}},
			  "instances": [{"id": "%1$s", "eligible": false, "reason": "%1$s"}]}""";

	private static final String ENDPOINT = "/actuator/gateway";

	private final Map<String, String> answers = new ConcurrentHashMap<>();

	private volatile HttpStatus status = HttpStatus.OK;

	private volatile @Nullable MultiValueMap<String, String> explained;

	/**
	 * Tell what a section is to say.
	 */
	void tell(String section, String json) {
		this.answers.put(section, json);
	}

	/**
	 * Tell of {@link #ROUTES}, {@link #SERVICES} and a limit.
	 */
	void tellOfThreeRoutes() {
		tell("", "{\"version\": \"1.2.3\", \"revision\": 7}");
		tell("routes", ROUTES.formatted(10));
		tell("services", SERVICES);
		tell("limits",
				"{\"policies\": [{\"policy\": \"plans\", \"tier\": \"free\", \"granted\": 90, \"refused\": 10}]}");
	}

	/**
	 * Tell with which status all sections answer.
	 */
	void answer(HttpStatus status) {
		this.status = status;
	}

	/**
	 * Forget all.
	 */
	void clear() {
		this.answers.clear();
		this.status = HttpStatus.OK;
		this.explained = null;
	}

	/**
	 * What was asked last to be explained.
	 */
	@Nullable MultiValueMap<String, String> explained() {
		return this.explained;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String path = exchange.getRequest().getPath().value();
		if (!path.startsWith(ENDPOINT) || path.startsWith(ENDPOINT + "/dashboard")) {
			return chain.filter(exchange);
		}
		String section = path.substring(ENDPOINT.length()).replace("/", "");
		if (section.equals("explain")) {
			this.explained = exchange.getRequest().getQueryParams();
		}
		String answer = this.answers.get(section);
		if (answer == null && this.status == HttpStatus.OK) {
			return chain.filter(exchange);
		}
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(this.status);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		byte[] bytes = ((answer != null) ? answer : "{}").getBytes(StandardCharsets.UTF_8);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
	}

}
