package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * A limit that follows the response times of a service, window by window: of each window,
 * the median counts, so that single slow requests mean nothing. Nothing here locks.
 */
final class AdaptiveLimit {

	private static final long WINDOW = Duration.ofMillis(250).toNanos();

	private static final int FEWEST_SAMPLES = 10;

	private static final int MOST_SAMPLES = 256;

	/**
	 * If of so many requests one was lost, the service is overloaded.
	 */
	private static final int LOST = 10;

	private final LongSupplier ticker;

	private final Gradient gradient;

	private final AtomicLongArray times = new AtomicLongArray(MOST_SAMPLES);

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger dropped = new AtomicInteger();

	private final AtomicBoolean closing = new AtomicBoolean();

	private volatile int mostInFlight;

	private volatile long begun;

	private volatile int limit;

	/**
	 * Begin with the lowest limit, or 20.
	 * @param min the lowest limit
	 * @param max the highest limit
	 * @param ticker tells the time in nanoseconds
	 */
	AdaptiveLimit(int min, int max, LongSupplier ticker) {
		this.ticker = ticker;
		this.gradient = new Gradient(min, max);
		this.limit = this.gradient.limit();
		this.begun = ticker.getAsLong();
	}

	int limit() {
		return this.limit;
	}

	/**
	 * The service answered.
	 * @param nanos the time to the headers of the response
	 * @param inFlight how many requests were under way
	 */
	void answered(long nanos, int inFlight) {
		int index = this.answered.getAndIncrement();
		if (index < MOST_SAMPLES) {
			this.times.set(index, Math.max(1, nanos));
		}
		ended(inFlight);
	}

	/**
	 * The service did not answer, or not in time.
	 * @param inFlight how many requests were under way
	 */
	void dropped(int inFlight) {
		this.dropped.incrementAndGet();
		ended(inFlight);
	}

	private void ended(int inFlight) {
		if (inFlight > this.mostInFlight) {
			this.mostInFlight = inFlight;
		}
		boolean enough = this.answered.get() + this.dropped.get() >= FEWEST_SAMPLES;
		if (enough && this.ticker.getAsLong() - this.begun >= WINDOW && this.closing.compareAndSet(false, true)) {
			close();
			this.closing.set(false);
		}
	}

	private void close() {
		int answered = this.answered.get();
		int dropped = this.dropped.get();
		if (answered + dropped < FEWEST_SAMPLES) {
			// Another thread was here just before
			return;
		}
		int inFlight = this.mostInFlight;
		long[] samples = take(Math.min(answered, MOST_SAMPLES));
		this.dropped.set(0);
		this.mostInFlight = 0;
		this.begun = this.ticker.getAsLong();
		this.answered.set(0);
		if (dropped * LOST >= answered + dropped) {
			this.limit = this.gradient.dropped();
		}
		else if (samples.length > 0) {
			this.limit = this.gradient.answered((double) samples[samples.length / 2], inFlight);
		}
	}

	// Sorted, and without those that were counted but not yet written
	private long[] take(int count) {
		long[] samples = new long[count];
		for (int i = 0; i < count; i++) {
			samples[i] = this.times.getAndSet(i, 0);
		}
		return Arrays.stream(samples).filter((sample) -> sample > 0).sorted().toArray();
	}

}
