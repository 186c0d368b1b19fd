package io.embeddedgateway.resilience;

import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Asks another chain where this one fails.
 *
 * @param other who answers instead
 * @param answer the same, for people to read
 * @param statuses the statuses of responses that count as failures
 * @param maxBody the most bytes of the body of a request that are kept for it
 */
record FallbackFilter(GatewayFilterChain other, String answer, Set<Integer> statuses,
		DataSize maxBody) implements ExplainedFilter {

	private static final Log logger = LogFactory.getLog(FallbackFilter.class);

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		if (!exchange.request().hasBody()) {
			return new FallbackCall(this, exchange, chain, null);
		}
		ReplayBody body = ReplayBody.of(exchange.request(), this.maxBody);
		return (body != null)
				? new FallbackCall(this, exchange.withRequest(exchange.request().withBody(body)), chain, body)
				: chain.filter(exchange);
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return Mono.just(FilterEffect.passes(exchange)
			.with("fallback", this.answer)
			.with("onStatuses", this.statuses.isEmpty() ? null : this.statuses.stream().sorted().toList()));
	}

	boolean isFailure(GatewayResponse response) {
		return !this.statuses.isEmpty() && this.statuses.contains(response.status().value());
	}

	static boolean isFailure(Throwable error) {
		int status = (error instanceof GatewayException failure) ? failure.status().value() : 0;
		return status >= 502 && status <= 504;
	}

	Mono<GatewayResponse> fallBack(GatewayExchange exchange, @Nullable Object reason) {
		if (logger.isDebugEnabled()) {
			logger.debug("Falls back for " + exchange + ", after " + reason);
		}
		return this.other.filter(exchange);
	}

}
