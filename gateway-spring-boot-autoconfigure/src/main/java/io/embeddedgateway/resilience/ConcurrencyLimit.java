package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Deadline;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.ServiceUnavailableException.Reason;

/**
 * The places that there are for requests, and the queue for them. As long as places are
 * free, taking one and giving it back is a single exchange of a number each.
 */
final class ConcurrencyLimit {

	private static final Log logger = LogFactory.getLog(ConcurrencyLimit.class);

	/**
	 * When to come back: overload passes quickly, or lasts.
	 */
	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private static final long LOG_PAUSE = Duration.ofSeconds(10).toNanos();

	private final String owner;

	private final MaxConcurrentPolicy policy;

	private final int fixed;

	private final @Nullable AdaptiveLimit adaptive;

	private final int queueSize;

	private final LongSupplier ticker;

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger waiting = new AtomicInteger();

	private final Queue<WaitingCall> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger admitting = new AtomicInteger();

	private final AtomicLong refused = new AtomicLong();

	private final AtomicLong logged;

	/**
	 * Create a limit with all places free.
	 * @param owner what it is the limit of, for messages
	 * @param policy how many places there are
	 * @param ticker tells the time in nanoseconds
	 */
	ConcurrencyLimit(String owner, MaxConcurrentPolicy policy, LongSupplier ticker) {
		this.owner = owner;
		this.policy = policy;
		this.ticker = ticker;
		this.fixed = (policy.limit() != null) ? policy.limit() : 0;
		this.adaptive = policy.adaptive() ? new AdaptiveLimit(policy.lowest(), policy.highest(), ticker) : null;
		this.queueSize = policy.queueSize();
		this.logged = new AtomicLong(ticker.getAsLong() - LOG_PAUSE);
	}

	@Nullable AdaptiveLimit adaptive() {
		return this.adaptive;
	}

	int limit() {
		return (this.adaptive != null) ? this.adaptive.limit() : this.fixed;
	}

	int inFlight() {
		return this.inFlight.get();
	}

	int waiting() {
		return this.waiting.get();
	}

	long refused() {
		return this.refused.get();
	}

	/**
	 * How far the limit is used now.
	 * @param serviceId the id of the service, if it is its limit
	 * @param routeId the id of the route, if it is its limit
	 * @return the numbers
	 */
	ConcurrencyStatus status(@Nullable String serviceId, @Nullable String routeId) {
		return new ConcurrencyStatus(serviceId, routeId, limit(), inFlight(), waiting(), this.refused.get());
	}

	/**
	 * Take a place, unless none is free or others wait for one.
	 * @return whether there was one
	 */
	boolean tryEnter() {
		return this.waiting.get() == 0 && take();
	}

	private boolean take() {
		int taken = this.inFlight.get();
		while (taken < limit()) {
			if (this.inFlight.compareAndSet(taken, taken + 1)) {
				return true;
			}
			taken = this.inFlight.get();
		}
		return false;
	}

	/**
	 * Give a place back.
	 */
	void leave() {
		this.inFlight.decrementAndGet();
		if (this.waiting.get() > 0) {
			admit();
		}
	}

	/**
	 * Take a place in the queue, for {@link #await} or {@link #gone}.
	 * @return whether there was one
	 */
	boolean tryQueue() {
		int taken = this.waiting.get();
		while (taken < this.queueSize) {
			if (this.waiting.compareAndSet(taken, taken + 1)) {
				return true;
			}
			taken = this.waiting.get();
		}
		return false;
	}

	/**
	 * Wait at the end of the queue.
	 * @param call who waits
	 */
	void await(WaitingCall call) {
		this.queue.add(call);
		if (call.isGone()) {
			this.queue.remove(call);
		}
		admit();
	}

	/**
	 * Leave the queue without having been admitted.
	 * @param call who has waited
	 */
	void gone(WaitingCall call) {
		this.waiting.decrementAndGet();
		this.queue.remove(call);
	}

	/**
	 * How long a request may wait.
	 * @param exchange the exchange
	 * @return the time in nanoseconds, 0 or less if it may not
	 */
	long longestWait(GatewayExchange exchange) {
		Deadline deadline = Deadline.of(exchange);
		long longest = this.policy.maxWait().toNanos();
		return (deadline != null) ? Math.min(longest, deadline.remaining()) : longest;
	}

	// One thread at a time, so that those who came first go first, and so that one that
	// ends at once does not admit the next from within
	private void admit() {
		if (this.admitting.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		while (missed != 0) {
			while (!this.queue.isEmpty() && take()) {
				WaitingCall next = this.queue.poll();
				if (next != null && next.admit()) {
					this.waiting.decrementAndGet();
				}
				else {
					this.inFlight.decrementAndGet();
				}
			}
			missed = this.admitting.addAndGet(-missed);
		}
	}

	/**
	 * Refuse a request.
	 * @param exchange the exchange
	 * @param why what was waited for in vain
	 * @return the exception
	 */
	ServiceUnavailableException refuse(GatewayExchange exchange, String why) {
		long count = this.refused.incrementAndGet();
		String message = this.owner + " has its limit of " + limit() + " requests at a time under way, and " + why;
		long now = this.ticker.getAsLong();
		long last = this.logged.get();
		if (now - last >= LOG_PAUSE && this.logged.compareAndSet(last, now)) {
			logger.warn("Requests are refused (" + count + " so far): " + message);
		}
		return ServiceUnavailableException.refused(Reason.CONCURRENCY, RETRY_AFTER, "The service is busy.",
				String.valueOf(exchange.route().target()), message);
	}

}
