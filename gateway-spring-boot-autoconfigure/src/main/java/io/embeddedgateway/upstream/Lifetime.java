package io.embeddedgateway.upstream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How old a connection is, and since when it is idle.
 */
final class Lifetime {

	private final long end;

	private long idleSince;

	Lifetime(Duration max) {
		long nanos = max.toNanos();
		this.idleSince = System.nanoTime();
		// Not all at once, if they were opened at once
		this.end = this.idleSince + nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1);
	}

	boolean isOver() {
		return System.nanoTime() - this.end >= 0;
	}

	void idle() {
		this.idleSince = System.nanoTime();
	}

	long idleSince() {
		return this.idleSince;
	}

}
