package io.embeddedgateway.resilience;

import reactor.core.Disposable;

/**
 * Does something later.
 */
@FunctionalInterface
public interface Timer {

	/**
	 * Do something once, when some time has passed.
	 * @param task what to do, without waiting for anything
	 * @param nanos the time in nanoseconds, 0 or more
	 * @return what takes the task back, unless it has begun
	 */
	Disposable schedule(Runnable task, long nanos);

}
