package io.embeddedgateway.server;

import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A timer that is set for each request, but hardly ever goes off: what it scheduled once
 * is not cancelled, but looks when it runs whether it is still wanted. So a connection
 * has at most one task, however many requests it has. Confined to one event loop.
 */
final class LazyTimer implements Runnable {

	private final EventExecutor executor;

	private final Runnable action;

	private boolean set;

	private long deadline;

	private @Nullable Future<?> task;

	private long taskTime;

	/**
	 * Create a timer.
	 * @param executor the event loop
	 * @param action what to do when time is up
	 */
	LazyTimer(EventExecutor executor, Runnable action) {
		this.executor = executor;
		this.action = action;
	}

	long now() {
		return this.executor.ticker().nanoTime();
	}

	boolean isSet() {
		return this.set;
	}

	void set(long delay) {
		this.set = true;
		this.deadline = now() + delay;
		Future<?> scheduled = this.task;
		if (scheduled != null && this.taskTime - this.deadline <= 0) {
			return;
		}
		if (scheduled != null) {
			scheduled.cancel(false);
		}
		schedule(delay);
	}

	void clear() {
		this.set = false;
	}

	/**
	 * Leave nothing behind.
	 */
	void close() {
		this.set = false;
		if (this.task != null) {
			this.task.cancel(false);
			this.task = null;
		}
	}

	private void schedule(long delay) {
		this.taskTime = this.deadline;
		this.task = this.executor.schedule(this, delay, TimeUnit.NANOSECONDS);
	}

	@Override
	public void run() {
		this.task = null;
		if (!this.set) {
			return;
		}
		long left = this.deadline - now();
		if (left > 0) {
			schedule(left);
		}
		else {
			this.set = false;
			this.action.run();
		}
	}

}
