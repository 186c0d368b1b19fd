package io.embeddedgateway.aggregate;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;

/**
 * Makes the calls for the parts of one answer.
 */
final class PartCalls {

	private static final Log logger = LogFactory.getLog(PartCalls.class);

	private final PartRequests requests;

	private final PartReader reader;

	private final PartObservations observations;

	private final AtomicLong bytes = new AtomicLong();

	PartCalls(PartRequests requests, PartReader reader, PartObservations observations) {
		this.requests = requests;
		this.reader = reader;
		this.observations = observations;
	}

	/**
	 * Prepare a call.
	 * @param run the run that it is for
	 * @param part the part
	 * @param values the values for its templates
	 * @param end who is told of its end
	 * @return the call, not begun yet, or {@code null} if its path lacks a value
	 */
	@Nullable PartCallSubscriber call(AggregateRun run, PlannedPart part, Values values, Consumer<PartOutcome> end) {
		GatewayExchange exchange = this.requests.exchange(part.part(), values);
		if (exchange == null) {
			return null;
		}
		Mono<PartOutcome> call = outcome(part, exchange)
			.defaultIfEmpty(PartOutcome.failed(PartFailure.of(PartFailure.Type.UNAVAILABLE, "there was no answer")))
			.onErrorResume((error) -> Mono.just(failed(part, error)));
		return new PartCallSubscriber(call, end, run.context(), this.observations.start(part.part(), run.context()));
	}

	private Mono<PartOutcome> outcome(PlannedPart part, GatewayExchange exchange) {
		return Mono.defer(() -> part.chain().filter(exchange))
			.flatMap((response) -> this.reader.read(part.part().result(), response, this.bytes));
	}

	private static PartOutcome failed(PlannedPart part, Throwable error) {
		PartFailure failure = PartFailure.of(error);
		if (failure.type() == PartFailure.Type.ERROR) {
			logger.error("Part '" + part.name() + "' of " + part.route() + " failed", error);
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Part '" + part.name() + "' of " + part.route() + " failed", error);
		}
		return PartOutcome.failed(failure);
	}

	/**
	 * Give up what nobody will read.
	 * @param outcome how a call has ended
	 */
	static void giveUp(PartOutcome outcome) {
		if (outcome.open() != null) {
			outcome.open().discard().subscribe();
		}
	}

}
