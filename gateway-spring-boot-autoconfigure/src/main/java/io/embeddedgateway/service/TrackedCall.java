package io.embeddedgateway.service;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * A call that somebody tracks: as one step, from the way to the service up to the last
 * byte of the response, or to where it is given up.
 */
public final class TrackedCall extends PassedOn<GatewayResponse> {

	private static final int UNANSWERED = 0;

	private static final int ANSWERED = 1;

	private static final int ENDED = 2;

	private final CallTracker tracker;

	private final AtomicInteger state = new AtomicInteger();

	private TrackedCall(CallTracker tracker, CoreSubscriber<? super GatewayResponse> actual) {
		super(actual);
		this.tracker = tracker;
	}

	/**
	 * Send a request on its way.
	 * @param exchange the exchange
	 * @param chain the rest of the route
	 * @param tracker who tracks the call
	 * @param actual who gets the response
	 */
	public static void start(GatewayExchange exchange, GatewayFilterChain chain, CallTracker tracker,
			CoreSubscriber<? super GatewayResponse> actual) {
		TrackedCall call = new TrackedCall(tracker, actual);
		Mono<GatewayResponse> response;
		try {
			response = chain.filter(exchange);
		}
		catch (RuntimeException ex) {
			response = Mono.error(ex);
		}
		response.subscribe(call);
	}

	@Override
	public void cancel() {
		super.cancel();
		if (this.state.compareAndSet(UNANSWERED, ENDED)) {
			this.tracker.ended(CallEnd.CANCELLED, null);
		}
	}

	@Override
	public void onNext(GatewayResponse response) {
		if (!this.state.compareAndSet(UNANSWERED, ANSWERED)) {
			// Nobody waits for it any more, nor for the response to be given up
			response.discard().subscribe();
			return;
		}
		this.tracker.responded(response);
		if (response.body() instanceof Callable<?> && !this.tracker.watches(response)) {
			// All of it came at once, and can be passed on as it is
			end(CallEnd.COMPLETE, null);
			actual().onNext(response);
		}
		else {
			actual().onNext(response.withBody((body) -> new TrackedBody(body, this)));
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.state.compareAndSet(UNANSWERED, ENDED)) {
			this.tracker.ended(CallEnd.FAILED, error);
			actual().onError(error);
		}
		else {
			Operators.onErrorDropped(error, currentContext());
		}
	}

	@Override
	public void onComplete() {
		if (this.state.compareAndSet(UNANSWERED, ENDED)) {
			this.tracker.ended(CallEnd.FAILED, null);
		}
		actual().onComplete();
	}

	private void end(CallEnd end, @Nullable Throwable error) {
		if (this.state.compareAndSet(ANSWERED, ENDED)) {
			this.tracker.ended(end, error);
		}
	}

	/**
	 * The body of the response, the end of which is that of the call.
	 */
	private static final class TrackedBody extends Flux<DataBuffer> {

		private final Flux<DataBuffer> body;

		private final TrackedCall call;

		TrackedBody(Flux<DataBuffer> body, TrackedCall call) {
			this.body = body;
			this.call = call;
		}

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
			this.body.subscribe(new Reader(this.call, actual));
		}

	}

	/**
	 * Sees the end of a body pass.
	 */
	private static final class Reader extends PassedOn<DataBuffer> {

		private final TrackedCall call;

		Reader(TrackedCall call, CoreSubscriber<? super DataBuffer> actual) {
			super(actual);
			this.call = call;
		}

		@Override
		public void cancel() {
			super.cancel();
			this.call.end(CallEnd.CANCELLED, null);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.call.tracker.passed(buffer);
			actual().onNext(buffer);
		}

		@Override
		public void onError(Throwable error) {
			this.call.end(CallEnd.FAILED, error);
			actual().onError(error);
		}

		@Override
		public void onComplete() {
			this.call.end(CallEnd.COMPLETE, null);
			actual().onComplete();
		}

	}

}
