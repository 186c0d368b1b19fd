package io.embeddedgateway.aggregate;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * One call for a part, and who is told of its end.
 */
final class PartCallSubscriber extends BaseSubscriber<PartOutcome> {

	private final Mono<PartOutcome> call;

	private final Consumer<PartOutcome> end;

	private final Context context;

	private final @Nullable Observation observation;

	private final AtomicBoolean ended = new AtomicBoolean();

	PartCallSubscriber(Mono<PartOutcome> call, Consumer<PartOutcome> end, Context context,
			@Nullable Observation observation) {
		this.call = call;
		this.end = end;
		this.context = PartObservations.within(context, observation);
		this.observation = observation;
	}

	void begin() {
		this.call.subscribe(this);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	protected void hookOnNext(PartOutcome outcome) {
		end(outcome);
	}

	@Override
	protected void hookOnError(Throwable error) {
		end(PartOutcome.failed(PartFailure.of(error)));
	}

	@Override
	protected void hookFinally(SignalType type) {
		if (this.ended.compareAndSet(false, true)) {
			PartObservations.stop(this.observation, null);
		}
	}

	private void end(PartOutcome outcome) {
		if (this.ended.compareAndSet(false, true)) {
			PartObservations.stop(this.observation, outcome);
			this.end.accept(outcome);
		}
		else {
			PartCalls.giveUp(outcome);
		}
	}

}
