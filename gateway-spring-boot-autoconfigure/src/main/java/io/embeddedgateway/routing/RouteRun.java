package io.embeddedgateway.routing;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Runs a route and writes its response, as one step: what every request goes through is
 * to cost little.
 */
final class RouteRun extends Mono<Void> {

	private final GatewayFilterChain chain;

	private final GatewayExchange exchange;

	private final ServerWebExchange server;

	private final boolean local;

	/**
	 * Create a run.
	 * @param chain the filters of the route, and its target
	 * @param exchange what they get
	 * @param server where the response goes
	 * @param local whether the application's own handlers answer
	 */
	RouteRun(GatewayFilterChain chain, GatewayExchange exchange, ServerWebExchange server, boolean local) {
		this.chain = chain;
		this.exchange = exchange;
		this.server = server;
		this.local = local;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		Run run = new Run(actual);
		actual.onSubscribe(run);
		this.chain.filter(this.exchange).subscribe(run);
	}

	private GatewayResponse changed(GatewayResponse response) {
		Consumer<HttpHeaders> changes = this.exchange.answerChanges();
		return (changes != null) ? response.withHeaders(changes) : response;
	}

	// Whoever answers the error writes its headers to the same response
	private void leaveTo(ServerWebExchange application) {
		Consumer<HttpHeaders> changes = this.exchange.answerChanges();
		if (changes != null && !application.getResponse().isCommitted()) {
			changes.accept(application.getResponse().getHeaders());
		}
	}

	// What the application's own handlers throw is for the application to answer
	private @Nullable GatewayResponse answer(Throwable error) {
		return (this.local && !(error instanceof GatewayException)) ? null : ProblemResponses.of(this.exchange, error);
	}

	/**
	 * First waits for the response, then for the end of its writing.
	 */
	private final class Run implements CoreSubscriber<GatewayResponse>, Subscription {

		private static final AtomicReferenceFieldUpdater<Run, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
			.newUpdater(Run.class, Subscription.class, "subscription");

		private final CoreSubscriber<? super Void> actual;

		private final Writing writing = new Writing(this);

		private volatile @Nullable Subscription subscription;

		private boolean responded;

		Run(CoreSubscriber<? super Void> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void request(long count) {
			// There is nothing to ask for but the end
		}

		@Override
		public void cancel() {
			Operators.terminate(SUBSCRIPTION, this);
			this.writing.cancel();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.setOnce(SUBSCRIPTION, this, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(GatewayResponse response) {
			boolean late = this.responded || this.subscription == Operators.cancelledSubscription();
			this.responded = true;
			if (late) {
				// The client left, and nobody waits for the response to be given up
				response.discard().subscribe();
			}
			else {
				write(response, true);
			}
		}

		private void write(GatewayResponse response, boolean first) {
			GatewayResponse answer;
			try {
				answer = changed(response);
			}
			catch (RuntimeException ex) {
				response.discard().subscribe();
				this.actual.onError(ex);
				return;
			}
			this.writing.of(first ? answer : null);
			ResponseWriter.write(answer, RouteRun.this.server.getResponse()).subscribe(this.writing);
		}

		@Override
		public void onError(Throwable error) {
			if (this.responded) {
				Operators.onErrorDropped(error, currentContext());
				return;
			}
			this.responded = true;
			GatewayResponse answer = answer(error);
			if (answer != null) {
				write(answer, true);
			}
			else {
				leaveTo(RouteRun.this.server);
				this.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			if (!this.responded) {
				onError(new IllegalStateException("A filter gave no response to " + RouteRun.this.exchange));
			}
		}

		void written() {
			this.actual.onComplete();
		}

		// A body that fails before its first byte can still be answered; later, the
		// client has to see it break
		void unwritten(GatewayResponse response, Throwable error) {
			boolean answerable = error instanceof GatewayException && !RouteRun.this.server.getResponse().isCommitted();
			GatewayResponse answer = answerable ? answer(error) : null;
			if (answer == null) {
				this.actual.onError(error);
				return;
			}
			ResponseWriter.undo(response, RouteRun.this.server.getResponse());
			write(answer, false);
		}

	}

	/**
	 * Waits for the end of the writing, of the response or of the problem instead of it.
	 */
	private static final class Writing implements CoreSubscriber<Void> {

		private static final AtomicReferenceFieldUpdater<Writing, @Nullable Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
			.newUpdater(Writing.class, Subscription.class, "subscription");

		private final Run run;

		private @Nullable GatewayResponse response;

		// Read through the updater alone
		@SuppressWarnings("UnusedVariable")
		private volatile @Nullable Subscription subscription;

		Writing(Run run) {
			this.run = run;
		}

		void of(@Nullable GatewayResponse response) {
			this.response = response;
		}

		@Override
		public Context currentContext() {
			return this.run.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			// The second time that of the problem, after the response itself has failed
			if (Operators.replace(SUBSCRIPTION, this, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		void cancel() {
			Operators.terminate(SUBSCRIPTION, this);
		}

		@Override
		public void onNext(Void nothing) {
			// Never
		}

		@Override
		public void onError(Throwable error) {
			GatewayResponse response = this.response;
			this.response = null;
			if (response != null) {
				this.run.unwritten(response, error);
			}
			else {
				this.run.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			this.run.written();
		}

	}

}
