package io.embeddedgateway.aggregate;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import io.embeddedgateway.GatewayResponse;

/**
 * An answer of which one part is passed on as it comes. If nobody reads that far, the
 * response of the part is given up.
 */
final class StreamedAnswer extends Flux<DataBuffer> {

	private final Flux<DataBuffer> answer;

	private final GatewayResponse open;

	private final AtomicBoolean subscribed = new AtomicBoolean();

	private final AtomicBoolean begun = new AtomicBoolean();

	StreamedAnswer(Flux<DataBuffer> before, Flux<DataBuffer> part, Flux<DataBuffer> after, GatewayResponse open) {
		Flux<DataBuffer> begun = Flux.defer(() -> this.begun.compareAndSet(false, true) ? part : Flux.empty());
		this.answer = Flux.concat(before, begun, after).doOnCancel(this::giveUp).doOnError((error) -> giveUp());
		this.open = open;
	}

	private void giveUp() {
		if (this.begun.compareAndSet(false, true)) {
			this.open.discard().subscribe();
		}
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		if (!this.subscribed.compareAndSet(false, true)) {
			Operators.error(actual, new IllegalStateException("The answer can be read only once"));
			return;
		}
		this.answer.subscribe(actual);
	}

}
