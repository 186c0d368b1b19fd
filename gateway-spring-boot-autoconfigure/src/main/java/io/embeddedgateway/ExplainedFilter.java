package io.embeddedgateway;

import reactor.core.publisher.Mono;

/**
 * A filter that can tell what it would do with a request, without doing it: nothing is
 * counted, taken, changed or sent.
 */
public interface ExplainedFilter extends GatewayFilter {

	/**
	 * Tell what the filter would do with a request.
	 * @param exchange the exchange, as the filters before would pass it on
	 * @return the effect; what can't be known without the request being sent is left out
	 */
	Mono<FilterEffect> explain(GatewayExchange exchange);

}
