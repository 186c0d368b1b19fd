package io.embeddedgateway.auth.dpop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;

/**
 * Nonces that nothing has to be remembered for: each is good for the period that it was
 * made for, and for the next one.
 */
final class Nonces {

	static final Duration PERIOD = Duration.ofMinutes(5);

	private final NonceKey key;

	private final Clock clock;

	private volatile Pair pair;

	Nonces(NonceKey key, Clock clock) {
		this.key = key;
		this.clock = clock;
		this.pair = pair(0);
	}

	/**
	 * The nonce of this moment.
	 * @return the nonce
	 */
	String current() {
		return now().current;
	}

	/**
	 * Whether a nonce may still be used.
	 * @param nonce what a client sent
	 * @return {@code true} if it is one of this moment, or of the one before
	 */
	boolean isValid(String nonce) {
		Pair now = now();
		return isEqual(now.current, nonce) || isEqual(now.previous, nonce);
	}

	private Pair now() {
		long period = this.clock.millis() / PERIOD.toMillis();
		Pair pair = this.pair;
		if (pair.period != period) {
			pair = pair(period);
			this.pair = pair;
		}
		return pair;
	}

	private Pair pair(long period) {
		return new Pair(period, this.key.nonce(period), this.key.nonce(period - 1));
	}

	private static boolean isEqual(String expected, String sent) {
		return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
	}

	private record Pair(long period, String current, String previous) {
	}

}
