package io.embeddedgateway.auth.dpop;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.auth.Sha256;

/**
 * Remembers which proofs were used, by their hashes, for as long as they could be used
 * again. It keeps two generations: the one before goes as a whole when all of its proofs
 * are too old. When it is full it refuses, because to forget a proof would let it in
 * again.
 */
final class ProofMemory {

	private final long window;

	private final int most;

	private final Clock clock;

	private volatile Generations generations;

	/**
	 * Create a memory.
	 * @param window for how long a proof can be used
	 * @param most how many proofs a generation has at most
	 * @param clock says when generations end
	 */
	ProofMemory(Duration window, int most, Clock clock) {
		this.window = window.toMillis();
		this.most = most;
		this.clock = clock;
		this.generations = new Generations(clock.millis(), Set.of());
	}

	/**
	 * Remember that a proof is used.
	 * @param key the key of the proof
	 * @param id its id
	 * @return {@code false} if it was used before
	 * @throws ServiceUnavailableException if no more can be remembered
	 */
	boolean use(String key, String id) {
		Proof proof = Proof.of(key, id);
		Generations generations = current();
		if (generations.previous.contains(proof)) {
			return false;
		}
		while (true) {
			if (generations.current.size() >= this.most) {
				throw ServiceUnavailableException.retryAfter(Duration.ofMillis(this.window),
						"The credentials can't be checked at the moment", null, "too many proofs are remembered");
			}
			if (!generations.current.add(proof)) {
				return false;
			}
			// Somebody else may have seen the next generation already: the newest decides
			Generations latest = this.generations;
			if (latest == generations) {
				return true;
			}
			generations = latest;
		}
	}

	/**
	 * Whether a proof was used before.
	 * @param key the key of the proof
	 * @param id its id
	 * @return whether it was
	 */
	boolean knows(String key, String id) {
		Proof proof = Proof.of(key, id);
		Generations generations = current();
		return generations.previous.contains(proof) || generations.current.contains(proof);
	}

	private Generations current() {
		Generations generations = this.generations;
		return (this.clock.millis() - generations.start < this.window) ? generations : next();
	}

	// Once in a while
	private synchronized Generations next() {
		Generations last = this.generations;
		long now = this.clock.millis();
		long age = now - last.start;
		if (age >= this.window) {
			this.generations = new Generations(now, (age < 2 * this.window) ? last.current : Set.of());
		}
		return this.generations;
	}

	/**
	 * The proofs of this time, and those of the time before.
	 */
	private static final class Generations {

		private final long start;

		private final Set<Proof> current = ConcurrentHashMap.newKeySet();

		private final Set<Proof> previous;

		Generations(long start, Set<Proof> previous) {
			this.start = start;
			this.previous = previous;
		}

	}

	/**
	 * Half of a SHA-256: enough that no two proofs meet by chance or by design.
	 */
	private record Proof(long first, long second) {

		static Proof of(String key, String id) {
			// The thumbprint of a key has the same length always
			ByteBuffer hash = ByteBuffer.wrap(Sha256.of(key + id));
			return new Proof(hash.getLong(), hash.getLong());
		}

	}

}
