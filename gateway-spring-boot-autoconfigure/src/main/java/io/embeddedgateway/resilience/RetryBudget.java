package io.embeddedgateway.resilience;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.service.LiveService;

/**
 * How many repeated attempts a service bears: a share of the requests of the last ten
 * seconds or so, and always a few at a time. So an instance that dies with all that it
 * was working on is made up for at once, while a service that fails as a whole is soon
 * asked hardly more often than by its clients.
 */
final class RetryBudget {

	/**
	 * How many there may be at a time, so that one request among few can be repeated.
	 */
	private static final int ALWAYS_ALLOWED = 3;

	/**
	 * The time after which 63% of what was saved is forgotten, in nanoseconds.
	 */
	private static final double MEMORY = TimeUnit.SECONDS.toNanos(10);

	private final LongSupplier ticker;

	private final LongAdder requests = new LongAdder();

	private long counted;

	private long countedAt;

	private double saved;

	private int repeated;

	RetryBudget(LongSupplier ticker) {
		this.ticker = ticker;
		this.countedAt = ticker.getAsLong();
	}

	static RetryBudget of(LiveService service, LongSupplier ticker) {
		return service.state(RetryBudget.class, (key) -> new RetryBudget(ticker));
	}

	/**
	 * There is a request, which saves something for repeated ones.
	 */
	void requested() {
		this.requests.increment();
	}

	/**
	 * Begin a repeated attempt.
	 * @param share the most of them, as a share of all requests
	 * @return whether it may begin; it is then to be ended
	 */
	synchronized boolean begin(Percentage share) {
		if (share.factor() > 0) {
			save(share.factor());
		}
		if (this.saved >= 1 && share.factor() > 0) {
			this.saved--;
		}
		else if (this.repeated >= ALWAYS_ALLOWED) {
			return false;
		}
		this.repeated++;
		return true;
	}

	// Only when something is to be spent: other requests pay for one addition
	private void save(double share) {
		long now = this.ticker.getAsLong();
		double elapsed = now - this.countedAt;
		long total = this.requests.sum();
		double kept = Math.exp(-elapsed / MEMORY);
		// As if the requests had come evenly
		double fresh = (elapsed > 0) ? MEMORY / elapsed * (1 - kept) : 1;
		this.saved = this.saved * kept + (total - this.counted) * share * fresh;
		this.counted = total;
		this.countedAt = now;
	}

	synchronized void end() {
		this.repeated--;
	}

	synchronized int repeated() {
		return this.repeated;
	}

}
