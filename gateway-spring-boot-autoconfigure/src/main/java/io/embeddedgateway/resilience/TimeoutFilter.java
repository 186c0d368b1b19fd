package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

import io.embeddedgateway.Deadline;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.Target;

/**
 * Gives a request up when its time is over, whatever it is waiting for by then.
 *
 * @param timeout the longest time of a request
 * @param scheduler tells when time is up
 */
record TimeoutFilter(Duration timeout, Scheduler scheduler) implements GatewayFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		return Mono.defer(() -> {
			new Deadline(System.nanoTime() + this.timeout.toNanos()).set(exchange);
			long end = now() + this.timeout.toNanos();
			AtomicBoolean decided = new AtomicBoolean();
			Mono<Long> over = Mono.delay(this.timeout, this.scheduler)
				.flatMap((tick) -> decided.compareAndSet(false, true) ? Mono.just(tick) : Mono.never());
			return chain.filter(exchange)
				.<GatewayResponse>handle((response, sink) -> take(response, sink, decided))
				.timeout(over, Mono.error(() -> timeoutException(exchange)))
				.map((response) -> Streams.isStream(response) ? response
						: response.withBody((body) -> bounded(body, end, exchange)));
		});
	}

	// A response that comes just when time is over is nobody's any more
	private static void take(GatewayResponse response, SynchronousSink<GatewayResponse> sink, AtomicBoolean decided) {
		if (decided.compareAndSet(false, true)) {
			sink.next(response);
		}
		else {
			Operators.onDiscard(response, Context.of(sink.contextView()));
		}
	}

	private Flux<DataBuffer> bounded(Flux<DataBuffer> body, long end, GatewayExchange exchange) {
		return Flux.defer(() -> {
			AtomicBoolean over = new AtomicBoolean();
			return body
				.takeUntilOther(Mono.delay(Duration.ofNanos(Math.max(0, end - now())), this.scheduler)
					.doOnNext((tick) -> over.set(true)))
				.concatWith(Mono.defer(() -> over.get() ? Mono.error(timeoutException(exchange)) : Mono.empty()))
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release);
		});
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	private GatewayTimeoutException timeoutException(GatewayExchange exchange) {
		@Nullable String service = (exchange.route().target() instanceof Target.Service target) ? target.id() : null;
		return new GatewayTimeoutException("The answer took too long.", service,
				"the request took longer than " + this.timeout.toMillis() + " ms", null);
	}

}
