package io.embeddedgateway.health;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How many checks run at the same time; the others wait for their turn.
 */
final class Slots {

	private final Queue<BooleanSupplier> waiting = new ArrayDeque<>();

	private int free;

	Slots(int count) {
		this.free = count;
	}

	/**
	 * Run something as soon as there is a slot.
	 * @param task what to run; says whether it needs the slot, which has to be
	 * {@link #release() released} then
	 */
	void acquire(BooleanSupplier task) {
		synchronized (this) {
			if (this.free == 0) {
				this.waiting.add(task);
				return;
			}
			this.free--;
		}
		if (!task.getAsBoolean()) {
			release();
		}
	}

	void release() {
		BooleanSupplier next = next();
		while (next != null && !next.getAsBoolean()) {
			next = next();
		}
	}

	private synchronized @Nullable BooleanSupplier next() {
		BooleanSupplier next = this.waiting.poll();
		if (next == null) {
			this.free++;
		}
		return next;
	}

}
