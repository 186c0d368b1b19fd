package io.embeddedgateway.resilience;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.CallTracker;

/**
 * The place that a request has taken, until its response was read to the end or given up.
 */
final class Place implements CallTracker {

	private final ConcurrencyLimit limit;

	private final GatewayExchange exchange;

	private final @Nullable AdaptiveLimit adaptive;

	private final LongSupplier ticker;

	private final long begun;

	private boolean answered;

	/**
	 * Create a place that is taken.
	 * @param limit where it is to be given back
	 * @param exchange who has it
	 * @param ticker tells the time in nanoseconds
	 */
	Place(ConcurrencyLimit limit, GatewayExchange exchange, LongSupplier ticker) {
		this.limit = limit;
		this.exchange = exchange;
		this.adaptive = limit.adaptive();
		this.ticker = ticker;
		this.begun = (this.adaptive != null) ? ticker.getAsLong() : 0;
	}

	@Override
	public void responded(GatewayResponse response) {
		this.answered = true;
		// What fails is often fast, and nothing to measure by
		if (this.adaptive != null && CallOutcome.of(response) == CallOutcome.SUCCESS) {
			this.adaptive.answered(this.ticker.getAsLong() - this.begun, this.limit.inFlight());
		}
	}

	@Override
	public void ended(CallEnd end, @Nullable Throwable error) {
		if (this.adaptive != null && !this.answered && GuardedCall.isFailure(end, error, this.exchange)) {
			this.adaptive.dropped(this.limit.inFlight());
		}
		this.limit.leave();
	}

}
