package io.embeddedgateway.upstream;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the connections to one instance, those of all event loops together.
 */
final class PoolCounts {

	private final String instance;

	private final LongAdder open = new LongAdder();

	private final LongAdder busy = new LongAdder();

	private final LongAdder pending = new LongAdder();

	private final LongAdder opened = new LongAdder();

	private final LongAdder closed = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder connectNanos = new LongAdder();

	/**
	 * How many pools count here.
	 */
	private int pools;

	/**
	 * What is to be done when the last pool goes.
	 */
	private Runnable whenGone = () -> {
	};

	PoolCounts(String instance) {
		this.instance = instance;
	}

	String instance() {
		return this.instance;
	}

	void observed(Runnable whenGone) {
		this.whenGone = whenGone;
	}

	void join() {
		this.pools++;
	}

	/**
	 * A pool goes.
	 * @return whether it was the last one
	 */
	boolean leave() {
		return --this.pools == 0;
	}

	void gone() {
		this.whenGone.run();
	}

	void opened(long nanos) {
		this.open.increment();
		this.connectNanos.add(nanos);
		this.opened.increment();
	}

	void closed() {
		this.open.decrement();
		this.closed.increment();
	}

	void failed() {
		this.failed.increment();
	}

	void busy() {
		this.busy.increment();
	}

	void idle() {
		this.busy.decrement();
	}

	void queued() {
		this.pending.increment();
	}

	void unqueued() {
		this.pending.decrement();
	}

	long busyNow() {
		return this.busy.sum();
	}

	long idleNow() {
		return Math.max(0, this.open.sum() - this.busy.sum());
	}

	long pendingNow() {
		return this.pending.sum();
	}

	long timesOpened() {
		return this.opened.sum();
	}

	long timesClosed() {
		return this.closed.sum();
	}

	long timesFailed() {
		return this.failed.sum();
	}

	long connectNanos() {
		return this.connectNanos.sum();
	}

}
