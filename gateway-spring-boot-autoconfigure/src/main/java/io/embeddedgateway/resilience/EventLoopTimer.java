package io.embeddedgateway.resilience;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import reactor.core.Disposable;
import reactor.netty.resources.LoopResources;

/**
 * Keeps the time on the event loop of the request, so that nothing that happens to it
 * changes the thread, and no lock is shared with others.
 */
public final class EventLoopTimer implements Timer {

	private final Supplier<LoopResources> resources;

	/**
	 * Create a timer.
	 * @param resources where the event loops of the server are from, asked for each task
	 */
	public EventLoopTimer(Supplier<LoopResources> resources) {
		this.resources = resources;
	}

	@Override
	public Disposable schedule(Runnable task, long nanos) {
		// The current one, or any where the caller runs on none
		EventExecutor loop = this.resources.get().onClient(LoopResources.DEFAULT_NATIVE).next();
		Future<?> scheduled = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

}
