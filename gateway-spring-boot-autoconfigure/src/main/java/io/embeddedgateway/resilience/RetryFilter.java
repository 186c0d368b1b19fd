package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.BadGatewayException;
import io.embeddedgateway.Deadline;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.LiveService;

/**
 * Sends requests again that failed, and decides which and when.
 */
final class RetryFilter implements ExplainedFilter {

	/**
	 * There is no further attempt.
	 */
	static final long NEVER = -1;

	/**
	 * How long it may take an instance to be asked again that says itself when.
	 */
	private static final int SOON = 1;

	private static final Log logger = LogFactory.getLog(RetryFilter.class);

	private final RetryPolicy policy;

	private final Alternatives alternatives;

	private final RetryBudget budget;

	private final RetryCounts counts;

	private final Timer timer;

	private final Supplier<? extends RandomGenerator> random;

	private final LongSupplier ticker;

	/**
	 * Whether an answer may be given up that nobody else takes for a failure.
	 */
	private final boolean choosy;

	RetryFilter(RetryPolicy policy, LiveService service, RetryCounts counts, Timer timer,
			Supplier<? extends RandomGenerator> random, LongSupplier ticker) {
		this.policy = policy;
		this.alternatives = new Alternatives(service);
		this.budget = RetryBudget.of(service, ticker);
		this.counts = counts;
		this.timer = timer;
		this.random = random;
		this.ticker = ticker;
		this.choosy = policy.statuses().stream().anyMatch((status) -> status < 500 && status != 429);
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		this.budget.requested();
		if (this.choosy) {
			Attempts.keep(exchange);
		}
		if (!exchange.request().hasBody() || exchange.request().body() instanceof ReplayBody) {
			return new RetriedCall(this, exchange, chain, null);
		}
		// Other requests are sent again only if nobody took them, as a rule unread
		DataSize kept = this.policy.methods().contains(exchange.request().method()) ? this.policy.maxBody()
				: DataSize.ofBytes(0);
		ReplayBody body = ReplayBody.of(exchange.request(), kept);
		GatewayExchange replayed = (body != null) ? exchange.withRequest(exchange.request().withBody(body)) : exchange;
		return new RetriedCall(this, replayed, chain, body);
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		boolean repeatable = this.policy.methods().contains(exchange.request().method());
		return Mono.just(FilterEffect.passes(exchange)
			.with("attempts", this.policy.attempts())
			.with("afterStatuses", repeatable ? this.policy.statuses().stream().sorted().toList() : null)
			.with("onlyIfUnsent", repeatable ? null : true)
			.with("backoffMillis", this.policy.backoff().toMillis()));
	}

	/**
	 * How long to wait after a failure.
	 * @param exchange the exchange
	 * @param error what went wrong
	 * @param made how many attempts were made
	 * @return the time in nanoseconds, or {@link #NEVER}
	 */
	long pauseAfter(GatewayExchange exchange, Throwable error, int made) {
		boolean repeatable = error instanceof GatewayException failure
				&& (failure.isUnsent() || isRepeatable(exchange, failure));
		if (!repeatable || !mayFollow(exchange, made)) {
			return NEVER;
		}
		if (this.alternatives.exist(exchange)) {
			return (isFree(error) && made == 1) ? 0 : inTime(exchange, backoff(made));
		}
		// Where no connection is free, waiting for one was in vain already
		return (error instanceof ServiceUnavailableException) ? NEVER : inTime(exchange, backoff(made));
	}

	private boolean isRepeatable(GatewayExchange exchange, GatewayException failure) {
		return this.policy.methods().contains(exchange.request().method()) && (failure instanceof BadGatewayException
				|| this.policy.statuses().contains(failure.status().value()));
	}

	/**
	 * How long to wait after a response.
	 * @param exchange the exchange
	 * @param response the response
	 * @param made how many attempts were made
	 * @return the time in nanoseconds, or {@link #NEVER} if the response is good enough
	 */
	long pauseAfter(GatewayExchange exchange, GatewayResponse response, int made) {
		int status = response.status().value();
		if (status < 400) {
			return NEVER;
		}
		String retryAfter = response.headers().getFirst(HttpHeaders.RETRY_AFTER);
		boolean asked = (status == 503 && retryAfter != null) || this.policy.statuses().contains(status);
		if (!asked || !this.policy.methods().contains(exchange.request().method()) || !mayFollow(exchange, made)) {
			return NEVER;
		}
		if (retryAfter == null || this.alternatives.exist(exchange)) {
			return inTime(exchange, backoff(made));
		}
		boolean soon = retryAfter.length() == 1 && retryAfter.charAt(0) >= '0' && retryAfter.charAt(0) <= '0' + SOON;
		return soon ? inTime(exchange, Duration.ofSeconds(retryAfter.charAt(0) - '0').toNanos() + backoff(made))
				: NEVER;
	}

	private boolean mayFollow(GatewayExchange exchange, int made) {
		if (made >= this.policy.attempts()) {
			return false;
		}
		// Fewer, if there was no instance to send it to
		Attempts attempts = Attempts.of(exchange);
		return attempts != null && attempts.tried().size() >= made && canBeSent(exchange);
	}

	private static boolean canBeSent(GatewayExchange exchange) {
		if (!exchange.request().hasBody()) {
			return true;
		}
		return exchange.request().body() instanceof ReplayBody body && body.isReplayable();
	}

	// Full jitter, so that requests that failed together do not come back together
	private long backoff(int made) {
		long longest = Math.min(((1L << made) - 1) * this.policy.backoff().toNanos(),
				this.policy.maxBackoff().toNanos());
		return this.random.get().nextLong(longest);
	}

	private long inTime(GatewayExchange exchange, long pause) {
		Deadline deadline = Deadline.of(exchange);
		return (deadline == null || deadline.remaining(this.ticker.getAsLong()) > pause) ? pause : NEVER;
	}

	/**
	 * Whether another attempt needs nothing of the budget.
	 * @param reason why there is to be another one
	 * @return {@code true} if the last one reached nobody, so that no service is asked
	 * more often for it
	 */
	static boolean isFree(Object reason) {
		return reason instanceof GatewayException failure && failure.isUnsent();
	}

	boolean begin(GatewayExchange exchange, Object reason) {
		boolean free = isFree(reason);
		boolean begun = free || this.budget.begin(this.policy.budget());
		if (begun) {
			this.counts.retried(reason);
		}
		else {
			this.counts.refuse();
		}
		if (logger.isDebugEnabled()) {
			logger.debug((begun ? "Sends " : "Has no budget to send ") + exchange + " again, after " + reason);
		}
		return begun;
	}

	void end() {
		this.budget.end();
	}

	@Nullable Disposable schedule(Runnable attempt, long pause) {
		if (pause == 0) {
			attempt.run();
			return null;
		}
		return this.timer.schedule(attempt, pause);
	}

}
