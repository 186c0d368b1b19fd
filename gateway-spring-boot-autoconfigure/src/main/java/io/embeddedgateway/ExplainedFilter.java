package io.embeddedgateway;

import reactor.core.publisher.Mono;

/**
 * A filter that can tell what it would do with a request, without doing it: nothing is
 * counted, taken, changed or sent.
 */
@FunctionalInterface
public interface ExplainedFilter extends GatewayFilter {

	/**
	 * Tell what the filter would do with a request. Unless a filter says otherwise it is
	 * asked to filter the request, with nothing behind it: right for those that leave no
	 * trace of it but in the exchange.
	 * @param exchange the exchange, as the filters before would pass it on
	 * @return the effect; what can't be known without the request being sent is left out
	 */
	default Mono<FilterEffect> explain(GatewayExchange exchange) {
		return FilterEffect.of(this, exchange);
	}

}
