package io.embeddedgateway.transform;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayResponse;

/**
 * The changes to a response, compiled: what is not configured is {@code null}, and costs
 * nothing.
 */
record ResponseEdits(@Nullable HttpStatusCode status, @Nullable HeaderEdits headers) {

	static @Nullable ResponseEdits of(@Nullable ResponseTransform transform) {
		if (transform == null || transform.equals(ResponseTransform.none())) {
			return null;
		}
		Integer status = transform.status();
		return new ResponseEdits((status != null) ? HttpStatusCode.valueOf(status) : null, HeaderEdits.of(transform));
	}

	/**
	 * Draw the values from the request, so that one that can't stand in a header refuses
	 * it before the target has done anything.
	 * @param exchange the exchange to take them from
	 * @return the changes with their values
	 */
	Filled fill(GatewayExchange exchange) {
		return new Filled(this.status, (this.headers != null) ? this.headers.fill(exchange) : null);
	}

	/**
	 * The changes for one exchange.
	 */
	record Filled(@Nullable HttpStatusCode status, HeaderEdits.@Nullable Filled headers) {

		Mono<GatewayResponse> apply(GatewayResponse response) {
			boolean informational = response.status().is1xxInformational();
			if (this.status == null || informational || response.status().equals(this.status)) {
				return Mono.just(withHeaders(response));
			}
			GatewayResponse changed = response.withStatus(this.status);
			if (!StatusRules.forbidsBody(this.status.value())) {
				boolean empty = StatusRules.forbidsBody(response.status().value());
				return Mono.just(withHeaders(empty ? withoutContent(changed) : changed));
			}
			GatewayResponse bare = withHeaders(withoutContent(changed.withBody((body) -> Flux.empty())));
			return response.discard().thenReturn(bare);
		}

		private GatewayResponse withHeaders(GatewayResponse response) {
			return (this.headers != null) ? response.withHeaders(this.headers::apply) : response;
		}

		/**
		 * Say that there is no body, where a status allows to say so.
		 */
		static GatewayResponse withoutContent(GatewayResponse response) {
			return response.withHeaders((headers) -> {
				ContentHeaders.removeFrom(headers);
				setNoLength(response.status(), headers);
			});
		}

		private static void setNoLength(HttpStatusCode status, HttpHeaders headers) {
			if (!StatusRules.forbidsLength(status.value())) {
				headers.setContentLength(0);
			}
		}

	}

}
