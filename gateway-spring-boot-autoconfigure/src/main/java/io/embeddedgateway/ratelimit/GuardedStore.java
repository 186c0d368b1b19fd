package io.embeddedgateway.ratelimit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.ratelimit.RateLimitStore.Outcome;

/**
 * The shared store, for which nobody waits longer than the timeout. While it does not
 * answer it is asked now and then, one question at a time, and nobody waits at all. It is
 * back once something can be written.
 */
final class GuardedStore implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(GuardedStore.class);

	/**
	 * No bucket has this key.
	 */
	private static final String PROBE = "probe";

	private static final Duration PROBE_KEPT = Duration.ofMinutes(1);

	private static final long PROBE_PAUSE = 250;

	/**
	 * Other gateways write the same.
	 */
	private static final int MOST_PROBES = 8;

	/**
	 * Each failure counts twice, so that it is down after three of them, or if more than
	 * a third of all fail.
	 */
	private static final int MOST_FAULTS = 6;

	private final RateLimitStore store;

	private final long timeout;

	private final Scheduler scheduler;

	private final LongSupplier ticker;

	private final AtomicInteger faults = new AtomicInteger();

	private final AtomicBoolean down = new AtomicBoolean();

	private final StoreCounts counts = new StoreCounts();

	// What was found by the last probe, or written
	private volatile byte @Nullable [] probed;

	private volatile boolean closed;

	private volatile long downSince;

	/**
	 * Create a guard.
	 * @param store the store
	 * @param timeout the longest time that is waited for it
	 * @param scheduler keeps the time
	 * @param ticker tells the time in nanoseconds, from any origin, never backwards
	 */
	GuardedStore(RateLimitStore store, Duration timeout, Scheduler scheduler, LongSupplier ticker) {
		this.store = store;
		this.timeout = timeout.toNanos();
		this.scheduler = scheduler;
		this.ticker = ticker;
	}

	/**
	 * Whether it is of no use to ask.
	 * @return {@code true} while the store does not answer
	 */
	boolean isDown() {
		return this.down.get();
	}

	StoreCounts counts() {
		return this.counts;
	}

	/**
	 * When an operation that begins now has to be over.
	 * @return a time for {@link #nanosUntil}
	 */
	long deadline() {
		return this.ticker.getAsLong() + this.timeout;
	}

	long nanosUntil(long deadline) {
		return deadline - this.ticker.getAsLong();
	}

	/**
	 * Replace what is stored under a key.
	 * @param key the key
	 * @param expected what is believed to be stored
	 * @param replacement what is to be stored
	 * @param keepFor how long it is needed
	 * @param deadline when the answer has to be there
	 * @return what became of it; an error if there was no answer
	 */
	Mono<Outcome> replace(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor, long deadline) {
		long nanos = Math.max(1, nanosUntil(deadline));
		return ask(key, expected, replacement, keepFor, nanos).doOnNext((outcome) -> succeeded()).doOnError((ex) -> {
			// Who asks late and waits for a moment only knows nothing about the store
			if (nanos >= this.timeout / 2 || !(ex instanceof TimeoutException)) {
				failed(ex);
			}
		});
	}

	private Mono<Outcome> ask(String key, byte @Nullable [] expected, byte[] replacement, Duration keepFor,
			long nanos) {
		return Mono.defer(() -> {
			long begun = this.ticker.getAsLong();
			return Mono.defer(() -> this.store.replace(key, expected, replacement, keepFor))
				.switchIfEmpty(Mono.error(() -> new StoreFailedException("the store has not said what became of it")))
				.timeout(Duration.ofNanos(nanos), this.scheduler)
				.doOnNext((outcome) -> this.counts.answered(this.ticker.getAsLong() - begun))
				.doOnError((ex) -> this.counts.failed(this.ticker.getAsLong() - begun));
		});
	}

	private void succeeded() {
		if (this.faults.get() != 0) {
			this.faults.updateAndGet((count) -> Math.max(0, count - 1));
		}
	}

	private void failed(Throwable cause) {
		int count = this.faults.updateAndGet((before) -> Math.min(MOST_FAULTS, before + 2));
		if (count == MOST_FAULTS && !this.closed && this.down.compareAndSet(false, true)) {
			this.downSince = this.ticker.getAsLong();
			logger.warn("The store of rate limits does not answer (" + reason(cause)
					+ "). Until it does, policies do what 'when-store-fails' says");
			probeLater();
		}
	}

	private String reason(Throwable cause) {
		return (cause instanceof TimeoutException)
				? "nothing within " + TimeUnit.NANOSECONDS.toMillis(this.timeout) + "ms" : String.valueOf(cause);
	}

	private void probeLater() {
		if (!this.closed) {
			this.scheduler.schedule(() -> probe(MOST_PROBES), PROBE_PAUSE, TimeUnit.MILLISECONDS);
		}
	}

	// A store that is full still reads, and writes only what is new to it
	private void probe(int attempts) {
		byte[] fresh = ByteBuffer.allocate(Long.BYTES).putLong(this.ticker.getAsLong()).array();
		ask(PROBE, this.probed, fresh, PROBE_KEPT, this.timeout)
			.subscribe((outcome) -> probed(outcome, fresh, attempts - 1), (ex) -> probeLater());
	}

	private void probed(Outcome outcome, byte[] fresh, int attempts) {
		this.probed = outcome.isReplaced() ? fresh : outcome.stored();
		if (outcome.isReplaced()) {
			recovered();
		}
		else if (attempts > 0) {
			probe(attempts);
		}
		else {
			probeLater();
		}
	}

	private void recovered() {
		this.faults.set(0);
		this.down.set(false);
		logger.info("The store of rate limits answers again, after "
				+ TimeUnit.NANOSECONDS.toMillis(this.ticker.getAsLong() - this.downSince) + "ms");
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
