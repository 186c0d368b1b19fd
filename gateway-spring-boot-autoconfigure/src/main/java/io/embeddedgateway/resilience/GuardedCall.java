package io.embeddedgateway.resilience;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.Deadline;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.GatewayTimeoutException;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.CallTracker;

/**
 * A call that a circuit breaker judges: by its status and by the time until it came, and
 * by whether the response was complete. A stream is judged as soon as it begins.
 */
final class GuardedCall implements CallTracker {

	private final Breaker breaker;

	private final int mark;

	private final GatewayExchange exchange;

	private final LongSupplier ticker;

	private final long begun;

	private long nanos;

	private boolean answered;

	private boolean judged;

	/**
	 * Create a call.
	 * @param breaker the breaker
	 * @param mark the mark of the call
	 * @param exchange the exchange
	 * @param ticker tells the time in nanoseconds
	 */
	GuardedCall(Breaker breaker, int mark, GatewayExchange exchange, LongSupplier ticker) {
		this.breaker = breaker;
		this.mark = mark;
		this.exchange = exchange;
		this.ticker = ticker;
		this.begun = ticker.getAsLong();
	}

	@Override
	public void responded(GatewayResponse response) {
		this.nanos = this.ticker.getAsLong() - this.begun;
		this.answered = true;
		CallOutcome outcome = CallOutcome.of(response);
		if (outcome.isFailure()) {
			this.judged = true;
			this.breaker.failed(this.mark, this.nanos);
		}
		else if (outcome == CallOutcome.PRESSURE) {
			this.judged = true;
			this.breaker.unknown(this.mark);
		}
		else if (Streams.isStream(response)) {
			this.judged = true;
			this.breaker.succeeded(this.mark, this.nanos);
		}
	}

	@Override
	public void ended(CallEnd end, @Nullable Throwable error) {
		if (this.judged) {
			return;
		}
		boolean readSlowly = this.answered && end == CallEnd.CANCELLED;
		if (!readSlowly && isFailure(end, error, this.exchange)) {
			this.breaker.failed(this.mark, this.ticker.getAsLong() - this.begun);
		}
		else if (this.answered) {
			this.breaker.succeeded(this.mark, this.nanos);
		}
		else {
			this.breaker.unknown(this.mark);
		}
	}

	/**
	 * Whether the service could not be reached or did not answer properly or in time.
	 * What the gateway itself refused, or the client gave up, is nothing of this.
	 * @param end how the call ended
	 * @param error why, if it failed
	 * @param exchange the exchange
	 * @return whether it was the service
	 */
	static boolean isFailure(CallEnd end, @Nullable Throwable error, GatewayExchange exchange) {
		return switch (end) {
			case COMPLETE -> false;
			case FAILED -> error instanceof BadGatewayException || error instanceof GatewayTimeoutException;
			// Of a body nobody knows here whether it was the client that took so long
			case CANCELLED -> !exchange.request().hasBody() && Deadline.isOver(exchange);
		};
	}

}
