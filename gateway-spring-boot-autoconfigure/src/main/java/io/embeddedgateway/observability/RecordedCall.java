package io.embeddedgateway.observability;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.ErrorResponse;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.service.AttemptObserver;
import io.embeddedgateway.service.CallEnd;
import io.embeddedgateway.service.CallTracker;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.TrackedCall;

/**
 * A call of which a record is kept.
 */
final class RecordedCall extends Mono<GatewayResponse> {

	private final Recording recording;

	private final GatewayExchange exchange;

	private final GatewayFilterChain chain;

	RecordedCall(Recording recording, GatewayExchange exchange, GatewayFilterChain chain) {
		this.recording = recording;
		this.exchange = exchange;
		this.chain = chain;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		RequestRecord request = new RequestRecord(this.exchange, System.nanoTime());
		Recorder recorder = new Recorder(this.recording, request);
		this.exchange.attribute(AttemptObserver.KEY, recorder);
		recorder.begin(actual);
		TrackedCall.start(request.bytes().countRequest(this.exchange), this.chain, recorder, actual);
	}

	/**
	 * Writes down what happens.
	 */
	private static final class Recorder implements CallTracker, AttemptObserver {

		private final Recording recording;

		private final RequestRecord request;

		/**
		 * Whether the headers of the response wait for the first byte of its body, so
		 * that another answer can still take its place.
		 */
		private boolean replaceable;

		Recorder(Recording recording, RequestRecord request) {
			this.recording = recording;
			this.request = request;
		}

		void begin(CoreSubscriber<?> actual) {
			RequestTracing tracing = this.recording.tracing();
			if (tracing != null) {
				try {
					this.request.traceId(tracing.begun(this.request.exchange(), actual.currentContext()));
				}
				catch (RuntimeException ex) {
					this.recording.failed(tracing, this.request, ex);
				}
			}
			this.recording.begun(this.request);
		}

		@Override
		public void responded(GatewayResponse response) {
			this.request.responded(response.status().value());
			this.request.bytes().responded(response);
			this.replaceable = response.headers().getContentLength() > 0;
		}

		@Override
		public boolean watches(GatewayResponse response) {
			return this.request.bytes().watches(response);
		}

		@Override
		public void passed(DataBuffer buffer) {
			this.request.bytes().passed(buffer);
		}

		@Override
		public void ended(CallEnd end, @Nullable Throwable error) {
			int status = this.request.status();
			boolean answered = status != 0;
			boolean replaced = this.replaceable && this.request.responseBytes() == 0
					&& error instanceof GatewayException;
			if (end == CallEnd.FAILED && (!answered || replaced)) {
				status = status(error);
			}
			this.request.ended(status, Terminations.of(end, answered, error, this.request.attemptError()));
			this.recording.ended(this.request);
		}

		private static int status(@Nullable Throwable error) {
			if (error instanceof GatewayException gateway) {
				return gateway.status().value();
			}
			return (error instanceof ErrorResponse response) ? response.getStatusCode().value() : 500;
		}

		@Override
		public ObservedAttempt begun(GatewayExchange exchange, LiveService service, ServiceInstance instance,
				ContextView context) {
			int attempt = this.request.attemptBegun(exchange, service, instance, System.nanoTime());
			return new RecordedAttempt(this.recording, this.request,
					trace(exchange, service, instance, attempt, context));
		}

		private ObservedAttempt trace(GatewayExchange exchange, LiveService service, ServiceInstance instance,
				int attempt, ContextView context) {
			RequestTracing tracing = this.recording.tracing();
			if (tracing == null) {
				return ObservedAttempt.UNOBSERVED;
			}
			try {
				return tracing.attempt(exchange, service, instance, attempt, context);
			}
			catch (RuntimeException ex) {
				this.recording.failed(tracing, this.request, ex);
				return ObservedAttempt.UNOBSERVED;
			}
		}

	}

}
