package io.embeddedgateway.forward;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import io.embeddedgateway.Deadline;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.WireHeaders;
import io.embeddedgateway.service.AttemptObserver;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.ObservedAttempt;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.upstream.Exchange;
import io.embeddedgateway.upstream.UpstreamException;
import io.embeddedgateway.upstream.UpstreamListener;
import io.embeddedgateway.upstream.UpstreamResponse;

/**
 * A request to an instance. Each subscription is an attempt of its own, for which an
 * instance is chosen.
 */
final class ForwardedCall extends Mono<GatewayResponse> {

	private final Forwarder forwarder;

	private final GatewayExchange exchange;

	ForwardedCall(Forwarder forwarder, GatewayExchange exchange) {
		this.forwarder = forwarder;
		this.exchange = exchange;
	}

	@Override
	public void subscribe(CoreSubscriber<? super GatewayResponse> actual) {
		ServiceInstance instance;
		try {
			instance = this.forwarder.choose(this.exchange);
		}
		catch (RuntimeException ex) {
			Operators.error(actual, ex);
			return;
		}
		// Counted as soon as it is chosen, so that the next choice knows of it
		instance.begin();
		actual.onSubscribe(new Attempt(this.forwarder, this.exchange, instance, actual));
	}

	/**
	 * One attempt, at one instance.
	 */
	private static final class Attempt implements Subscription, UpstreamListener {

		private final Forwarder forwarder;

		private final GatewayExchange exchange;

		private final ServiceInstance instance;

		private final CoreSubscriber<? super GatewayResponse> actual;

		private final ObservedAttempt observed;

		private @Nullable Exchange sent;

		private final long begun = System.nanoTime();

		private boolean started;

		private CallOutcome outcome = CallOutcome.UNKNOWN;

		private @Nullable Throwable error;

		private volatile boolean cancelled;

		Attempt(Forwarder forwarder, GatewayExchange exchange, ServiceInstance instance,
				CoreSubscriber<? super GatewayResponse> actual) {
			this.forwarder = forwarder;
			this.exchange = exchange;
			this.instance = instance;
			this.actual = actual;
			this.observed = AttemptObserver.begin(exchange, forwarder.service(), instance, actual);
		}

		@Override
		public void request(long count) {
			if (!Operators.validate(count)) {
				return;
			}
			synchronized (this) {
				if (this.started || this.cancelled) {
					return;
				}
				this.started = true;
			}
			send();
		}

		private void send() {
			Exchange sent;
			try {
				sent = this.forwarder.send(this.exchange, this.instance.definition(), this.observed, this);
			}
			catch (RuntimeException ex) {
				this.error = ex;
				end();
				this.actual.onError(ex);
				return;
			}
			synchronized (this) {
				this.sent = sent;
			}
			if (this.cancelled) {
				sent.cancel();
			}
		}

		@Override
		public void cancel() {
			Exchange sent;
			synchronized (this) {
				if (this.cancelled) {
					return;
				}
				this.cancelled = true;
				sent = this.sent;
				if (!this.started) {
					end();
				}
			}
			if (sent != null) {
				sent.cancel();
			}
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onInterim(int status, HttpHeaders headers) {
			ResponseHeaders.prepareInterim(headers);
			this.exchange.interimResponses().send(HttpStatusCode.valueOf(status), new WireHeaders(headers));
		}

		@Override
		public void onResponse(UpstreamResponse response) {
			if (this.cancelled) {
				response.discard();
				return;
			}
			this.outcome = outcome(response);
			this.instance.responded(response.status(), System.nanoTime() - this.begun);
			this.observed.responded(response.status());
			Attempts attempts = Attempts.of(this.exchange);
			if (attempts != null) {
				attempts.answered(this.instance);
			}
			else if (this.outcome != CallOutcome.SUCCESS) {
				Attempts.failed(this.exchange, this.instance);
			}
			this.actual.onNext(toGateway(response));
			this.actual.onComplete();
		}

		private CallOutcome outcome(UpstreamResponse response) {
			int status = response.status();
			return (status < 429) ? CallOutcome.SUCCESS
					: CallOutcome.of(status, response.headers().contains(HttpHeaderNames.RETRY_AFTER));
		}

		private GatewayResponse toGateway(UpstreamResponse response) {
			HttpHeaders headers = response.headers();
			ResponseHeaders.prepare(headers, response.version(), response.status());
			GatewayResponse result = new GatewayResponse(HttpStatusCode.valueOf(response.status()),
					new org.springframework.http.HttpHeaders(new Netty4HeadersAdapter(headers)), response.body());
			return (response.trailers() != null) ? result.withTrailers(trailers(response)) : result;
		}

		private Mono<org.springframework.http.HttpHeaders> trailers(UpstreamResponse response) {
			return Mono.defer(() -> {
				HttpHeaders trailers = (response.trailers() != null) ? response.trailers().get() : null;
				return (trailers != null) ? Mono.just(Trailers.toSpring(trailers)) : Mono.empty();
			});
		}

		private Throwable translate(Throwable error) {
			return UpstreamErrors.translate(error, this.forwarder.service().id(), this.instance.id());
		}

		@Override
		public void onError(UpstreamException error) {
			if (!this.cancelled) {
				this.error = error;
				this.outcome = UpstreamErrors.outcome(error.fault());
				Attempts.failed(this.exchange, this.instance);
				this.actual.onError(translate(error));
			}
		}

		@Override
		public Throwable onBodyError(UpstreamException error) {
			CallOutcome outcome = UpstreamErrors.outcome(error.fault());
			this.error = error;
			this.outcome = (outcome != CallOutcome.UNKNOWN) ? outcome : this.outcome;
			return translate(error);
		}

		@Override
		public void onEnd() {
			end();
		}

		// Given up by us, because of the time that this instance took, rather than the
		// client for its upload, or the instances that were asked before
		private boolean isTooLate() {
			Exchange sent = this.sent;
			Attempts attempts = Attempts.of(this.exchange);
			return sent != null && !sent.isClientsTurn() && (attempts == null || attempts.tried().size() < 2)
					&& Deadline.isOver(this.exchange);
		}

		private void end() {
			CallOutcome outcome = this.outcome;
			if (this.cancelled && outcome == CallOutcome.UNKNOWN && isTooLate()) {
				outcome = CallOutcome.TIMEOUT;
			}
			this.instance.end(outcome, System.nanoTime() - this.begun);
			this.observed.ended(outcome, this.error);
		}

	}

}
