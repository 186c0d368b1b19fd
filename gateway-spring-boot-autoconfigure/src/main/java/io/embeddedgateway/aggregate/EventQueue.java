package io.embeddedgateway.aggregate;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import reactor.util.concurrent.Queues;

/**
 * Deals with events one after the other, by whichever thread is there first, so that what
 * they change needs no lock.
 */
final class EventQueue {

	private final Queue<Runnable> events = Queues.<Runnable>unboundedMultiproducer().get();

	private final AtomicInteger waiting = new AtomicInteger();

	private final Consumer<Throwable> failed;

	/**
	 * Create an empty queue.
	 * @param failed gets what an event throws
	 */
	EventQueue(Consumer<Throwable> failed) {
		this.failed = failed;
	}

	/**
	 * Deal with an event, now or after what is being dealt with.
	 * @param event what follows of it
	 */
	void add(Runnable event) {
		this.events.add(event);
		if (this.waiting.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		while (done != 0) {
			for (int i = 0; i < done; i++) {
				Runnable next = this.events.poll();
				if (next != null) {
					run(next);
				}
			}
			done = this.waiting.addAndGet(-done);
		}
	}

	// Whatever it throws, what has happened since has to be dealt with
	private void run(Runnable event) {
		try {
			event.run();
		}
		catch (Throwable ex) {
			this.failed.accept(ex);
		}
	}

}
