package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Deadline;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.Target;

/**
 * Gives a request up when its time is over, whatever it is waiting for by then.
 *
 * @param timeout the longest time of a request
 * @param timer tells when time is up
 * @param ticker tells the time of {@link System#nanoTime()}
 */
record TimeoutFilter(Duration timeout, Timer timer, LongSupplier ticker) implements ExplainedFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return new TimedCall(this, exchange, chain);
	}

	Disposable start(GatewayExchange exchange, Runnable whenOver) {
		long nanos = this.timeout.toNanos();
		long now = this.ticker.getAsLong();
		Deadline earlier = Deadline.of(exchange);
		if (earlier == null || earlier.remaining(now) > nanos) {
			new Deadline(now + nanos).set(exchange);
		}
		return this.timer.schedule(whenOver, nanos);
	}

	GatewayTimeoutException timeoutException(GatewayExchange exchange) {
		@Nullable String service = (exchange.route().target() instanceof Target.Service target) ? target.id() : null;
		return new GatewayTimeoutException("The answer took too long.", service,
				"the request took longer than " + this.timeout.toMillis() + " ms", null);
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return Mono.just(FilterEffect.passes(exchange).with("timeoutMillis", this.timeout.toMillis()));
	}

}
