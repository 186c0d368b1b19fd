package io.embeddedgateway.auth.basic;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where passwords are checked, and where requests go on afterwards.
 *
 * @param work a few threads, with a queue that has an end
 * @param answers threads for everything else
 */
public record PasswordThreads(Scheduler work, Scheduler answers) implements AutoCloseable {

	private static final int THREADS = 2;

	private static final int QUEUE = 100;

	private static final Duration IDLE = Duration.ofMinutes(1);

	/**
	 * Two threads, which end when they have nothing to do, and a queue of 100.
	 * @return the threads
	 */
	public static PasswordThreads create() {
		CustomizableThreadFactory names = new CustomizableThreadFactory("gateway-password-");
		names.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new ArrayBlockingQueue<>(QUEUE), names);
		executor.allowCoreThreadTimeOut(true);
		return new PasswordThreads(Schedulers.fromExecutorService(executor, "gateway-password"), Schedulers.parallel());
	}

	/**
	 * End the work. The other threads are shared.
	 */
	@Override
	public void close() {
		this.work.dispose();
	}

}
