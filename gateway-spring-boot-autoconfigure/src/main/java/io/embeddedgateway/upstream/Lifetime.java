package io.embeddedgateway.upstream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How old a connection is, and whether and since when it is idle.
 */
final class Lifetime {

	private final long end;

	private final PoolCounts counts;

	private long idleSince;

	private boolean busy;

	Lifetime(Duration max, PoolCounts counts) {
		this.counts = counts;
		long nanos = max.toNanos();
		this.idleSince = System.nanoTime();
		// Not all at once, if they were opened at once
		this.end = this.idleSince + nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1);
	}

	boolean isOver() {
		return System.nanoTime() - this.end >= 0;
	}

	void busy() {
		if (!this.busy) {
			this.busy = true;
			this.counts.busy();
		}
	}

	void idle() {
		this.idleSince = System.nanoTime();
		if (this.busy) {
			this.busy = false;
			this.counts.idle();
		}
	}

	long idleSince() {
		return this.idleSince;
	}

}
