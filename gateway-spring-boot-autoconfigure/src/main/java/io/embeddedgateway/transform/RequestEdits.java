package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.MethodRules;

/**
 * The changes to a request, compiled: what is not configured is {@code null}, and costs
 * nothing.
 */
record RequestEdits(@Nullable PathEdit path, @Nullable QueryEdits query, @Nullable HeaderEdits headers,
		@Nullable HttpMethod method) {

	static @Nullable RequestEdits of(@Nullable RequestTransform transform) {
		if (transform == null || transform.equals(RequestTransform.none())) {
			return null;
		}
		return new RequestEdits(PathEdit.of(transform), QueryEdits.of(transform), HeaderEdits.of(transform),
				transform.method());
	}

	GatewayExchange apply(GatewayExchange exchange) {
		GatewayRequest request = exchange.request();
		if (this.path != null) {
			request = request.withPath(this.path.apply(exchange));
		}
		if (this.query != null) {
			request = request.withQuery(this.query.apply(exchange));
		}
		if (this.method != null && !this.method.equals(request.method())) {
			request = withMethod(request, this.method);
		}
		if (this.headers != null) {
			request = request.withHeaders(this.headers.fill(exchange)::apply);
		}
		return exchange.withRequest(request);
	}

	private static GatewayRequest withMethod(GatewayRequest request, HttpMethod method) {
		GatewayRequest changed = request.withMethod(method);
		return MethodRules.takesNoBody(method) ? changed.withBody(null).withHeaders(ContentHeaders::removeFrom)
				: changed;
	}

	/**
	 * Whether the response will lack a body that the client waits for.
	 * @param original the request of the client
	 */
	boolean hidesBody(GatewayRequest original) {
		return HttpMethod.HEAD.equals(this.method) && !HttpMethod.HEAD.equals(original.method());
	}

}
