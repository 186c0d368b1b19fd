package io.embeddedgateway.limits;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

import io.embeddedgateway.ContentTooLargeException;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

/**
 * Refuses a body that says it is too large before anything of it is read, and breaks off
 * one that turns out to be.
 *
 * @param max the most bytes of a body
 */
record BodyLimitFilter(long max) implements ExplainedFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		GatewayRequest request = exchange.request();
		if (!request.hasBody()) {
			return chain.filter(exchange);
		}
		if (announced(request.headers()) > this.max) {
			return Mono.error(this::tooLarge);
		}
		AtomicLong count = new AtomicLong();
		Flux<DataBuffer> counted = request.body().handle((buffer, sink) -> count(buffer, sink, count));
		return chain.filter(exchange.withRequest(request.withBody(counted)))
			.onErrorMap((error) -> cause(error, count))
			.map((response) -> response.withBody((body) -> body.onErrorMap((error) -> cause(error, count))));
	}

	// What the server does not understand is counted
	private static long announced(HttpHeaders headers) {
		String length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
		try {
			return (length != null) ? Long.parseLong(length) : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private void count(DataBuffer buffer, SynchronousSink<DataBuffer> sink, AtomicLong count) {
		if (count.addAndGet(buffer.readableByteCount()) > this.max) {
			DataBufferUtils.release(buffer);
			sink.error(tooLarge());
		}
		else {
			sink.next(buffer);
		}
	}

	// Whoever reads the body may tell its failure in words of his own
	private Throwable cause(Throwable error, AtomicLong count) {
		return (count.get() > this.max && !(error instanceof ContentTooLargeException)) ? tooLarge() : error;
	}

	private ContentTooLargeException tooLarge() {
		return new ContentTooLargeException("the body of the request has more than " + this.max + " bytes");
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return FilterEffect.of(this, exchange).map((effect) -> effect.with("maxBytes", this.max));
	}

}
