package io.embeddedgateway.usage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.ErrorResponse;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.LimitDecision;
import io.embeddedgateway.service.BodyBytes;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.service.CallTracker;
import io.embeddedgateway.service.TrackedCall;

/**
 * A call that is counted when it is over.
 */
final class MeteredCall extends Mono<GatewayResponse> {

	private final UsageMeter meter;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	MeteredCall(UsageMeter meter, GatewayExchange exchange, GatewayFilterChain chain) {
		this.meter = meter;
		this.exchange = exchange;
		this.chain = chain;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		Tracker tracker = new Tracker(this.meter, this.exchange);
		TrackedCall.start(tracker.countBody(this.exchange), this.chain, tracker, actual);
	}

	/**
	 * Sees a request pass. What it counts comes on one thread after the other.
	 */
	private static final class Tracker implements CallTracker {

		private final UsageMeter meter;

		private final GatewayExchange exchange;

		private final BodyBytes bytes = new BodyBytes();

		private int status;

		Tracker(UsageMeter meter, GatewayExchange exchange) {
			this.meter = meter;
			this.exchange = exchange;
		}

		GatewayExchange countBody(GatewayExchange exchange) {
			return this.bytes.countRequest(exchange);
		}

		@Override
		public void responded(GatewayResponse response) {
			this.status = response.status().value();
			this.bytes.responded(response);
		}

		@Override
		public boolean watches(GatewayResponse response) {
			return this.bytes.watches(response);
		}

		@Override
		public void passed(DataBuffer buffer) {
			this.bytes.passed(buffer);
		}

		@Override
		public void ended(CallEnd end, @Nullable Throwable error) {
			if (this.status == 0 && end != CallEnd.CANCELLED) {
				this.status = status(error);
			}
			Caller caller = this.exchange.foundCaller();
			LimitDecision decision = LimitDecision.of(this.exchange);
			this.meter.count(key(caller, decision), totals(decision));
		}

		private UsageKey key(@Nullable Caller caller, @Nullable LimitDecision decision) {
			return new UsageKey((caller != null) ? caller.provider() : null, (caller != null) ? caller.name() : null,
					(caller != null) ? caller.client() : null, (decision != null) ? decision.tier() : null,
					(decision != null) ? decision.policy() : null, this.exchange.route().id(), this.status);
		}

		private UsageTotals totals(@Nullable LimitDecision decision) {
			if (decision == null) {
				return new UsageTotals(1, 0, 0, 0, this.bytes.ofRequest(), this.bytes.ofResponse());
			}
			return decision.granted()
					? new UsageTotals(1, 1, 0, decision.cost(), this.bytes.ofRequest(), this.bytes.ofResponse())
					: new UsageTotals(1, 0, 1, 0, this.bytes.ofRequest(), this.bytes.ofResponse());
		}

		private static int status(@Nullable Throwable error) {
			if (error instanceof GatewayException gateway) {
				return gateway.status().value();
			}
			return (error instanceof ErrorResponse response) ? response.getStatusCode().value() : 500;
		}

	}

}
