package io.embeddedgateway.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import io.embeddedgateway.ratelimit.RateLimitStore.Outcome;

/**
 * The bucket of one key that gateways share. One flight to the store is under way at a
 * time, with all operations that came meanwhile. If another gateway was faster, they are
 * applied to what it has stored, and sent again.
 */
final class SharedBucket {

	/**
	 * Even a limit of all callers together has no more requests that wait.
	 */
	private static final int MOST_WAITING = 10_000;

	private static final int MOST_ATTEMPTS = 64;

	private final String key;

	private final SharedBuckets buckets;

	private final Queue<PendingOperation<?>> queue = new ConcurrentLinkedQueue<>();

	/**
	 * Those in the queue and in the flight. Whoever makes it more than 0 starts a flight.
	 */
	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * A store that answers at once must not make the stack deeper and deeper.
	 */
	private final AtomicInteger turns = new AtomicInteger();

	// The flight: touched by one thread at a time

	private final List<PendingOperation<?>> flight = new ArrayList<>();

	private final List<Allowance> allowances = new ArrayList<>();

	private int boarded;

	private int attempts;

	private boolean known;

	private byte @Nullable [] expected;

	SharedBucket(String key, SharedBuckets buckets) {
		this.key = key;
		this.buckets = buckets;
	}

	/**
	 * Take part in the next flight.
	 * @param pending what is to be done
	 * @return whether there was room. What was used already is always counted: there is
	 * no more of it than was granted before
	 */
	boolean offer(PendingOperation<?> pending) {
		if (pending.isTake() && this.waiting.get() >= MOST_WAITING) {
			return false;
		}
		this.queue.add(pending);
		if (this.waiting.getAndIncrement() == 0) {
			fly();
		}
		return true;
	}

	private void fly() {
		if (this.turns.getAndIncrement() == 0) {
			do {
				attempt();
			}
			while (this.turns.decrementAndGet() != 0);
		}
	}

	// Sends as the last thing, because the answer may come on another thread
	private void attempt() {
		try {
			board();
			if (this.flight.isEmpty()) {
				land((index) -> {
				});
				return;
			}
			LimitTime now = this.buckets.now();
			LimitState state = this.buckets.read(this.expected, this.flight.get(0).plan(), now);
			boolean changed = apply(state, now);
			if (!changed && this.known) {
				land((index) -> this.flight.get(index).answer(this.allowances.get(index), state));
				return;
			}
			// To leave it as it is makes sure that it is so
			byte[] replacement = (!changed && this.expected != null) ? this.expected : state.toBytes();
			send(state, replacement);
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
	}

	private void board() {
		if (this.flight.isEmpty()) {
			this.expected = this.buckets.seen(this.key);
		}
		PendingOperation<?> next = this.queue.poll();
		while (next != null) {
			this.boarded++;
			if (!next.isDisposed()) {
				this.flight.add(next);
			}
			next = this.queue.poll();
		}
	}

	private boolean apply(LimitState state, LimitTime now) {
		this.allowances.clear();
		boolean changed = false;
		for (PendingOperation<?> pending : this.flight) {
			Allowance allowance = pending.apply(state, now);
			this.allowances.add(allowance);
			changed |= pending.isChange(allowance);
		}
		return changed;
	}

	private void send(LimitState state, byte[] replacement) {
		GuardedStore store = this.buckets.store();
		Disposable unused = store
			.replace(this.key, this.expected, replacement, state.keepFor(), this.flight.get(0).deadline())
			.subscribe((outcome) -> answered(outcome, state, replacement), this::fail);
	}

	private void answered(Outcome outcome, LimitState state, byte[] replacement) {
		if (outcome.isReplaced()) {
			this.buckets.saw(this.key, replacement);
			land((index) -> this.flight.get(index).answer(this.allowances.get(index), state));
			return;
		}
		this.expected = outcome.stored();
		this.known = true;
		this.attempts++;
		this.buckets.saw(this.key, this.expected);
		if (this.attempts == MOST_ATTEMPTS || this.buckets.store().nanosUntil(this.flight.get(0).deadline()) <= 0) {
			// Not a fault of the store: everybody wants this key
			refuse();
		}
		else if (this.attempts == 1) {
			fly();
		}
		else {
			this.buckets.later(this.attempts, this::fly);
		}
	}

	private void refuse() {
		LimitTime now = this.buckets.now();
		LimitState state = this.buckets.read(this.expected, this.flight.get(0).plan(), now);
		long deadline = this.buckets.store().deadline();
		land((index) -> {
			PendingOperation<?> pending = this.flight.get(index);
			if (pending.isAgain(deadline)) {
				// Is counted among those who wait, and stays so
				this.boarded--;
				this.queue.add(pending);
			}
			else {
				pending.refuse(state, now);
			}
		});
	}

	// Those who wait for the next flight would wait for the same
	private void fail(Throwable cause) {
		board();
		StoreFailedException failure = (cause instanceof StoreFailedException told) ? told
				: new StoreFailedException("the store has not answered: " + cause);
		land((index) -> this.flight.get(index).fail(failure));
	}

	private void land(Consumer<Integer> answer) {
		for (int i = 0; i < this.flight.size(); i++) {
			answer.accept(i);
		}
		int done = this.boarded;
		this.flight.clear();
		this.allowances.clear();
		this.boarded = 0;
		this.attempts = 0;
		this.known = false;
		this.expected = null;
		// Fewer than none while somebody stands in the queue and is not counted yet
		if (this.waiting.addAndGet(-done) > 0) {
			fly();
		}
		else {
			this.buckets.landed(this.key, this);
		}
	}

}
