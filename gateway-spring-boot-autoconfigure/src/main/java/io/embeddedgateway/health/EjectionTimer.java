package io.embeddedgateway.health;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Ends ejections, until the application stops.
 */
final class EjectionTimer implements Disposable {

	/**
	 * The longest extra time, as a share: instances that left together do not come back
	 * together.
	 */
	private static final double JITTER = 0.1;

	private final Scheduler.Worker worker;

	private final Supplier<? extends RandomGenerator> random;

	EjectionTimer(Scheduler scheduler, Supplier<? extends RandomGenerator> random) {
		this.worker = scheduler.createWorker();
		this.random = random;
	}

	Duration withJitter(Duration time) {
		return time.plusNanos((long) (time.toNanos() * JITTER * this.random.get().nextDouble()));
	}

	Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		try {
			return this.worker.schedule(task, delay, unit);
		}
		catch (RejectedExecutionException ex) {
			// The application stops
			return Disposables.disposed();
		}
	}

	@Override
	public void dispose() {
		this.worker.dispose();
	}

	@Override
	public boolean isDisposed() {
		return this.worker.isDisposed();
	}

}
