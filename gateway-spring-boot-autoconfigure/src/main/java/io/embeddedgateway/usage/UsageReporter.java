package io.embeddedgateway.usage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Hands what was counted on to all sinks, at regular times and when the application
 * stops. No sink waits for another one.
 */
public final class UsageReporter implements SmartLifecycle {

	/**
	 * Stops after the web server, when all requests are counted.
	 */
	private static final int PHASE = 1000;

	private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

	private final UsageMeter meter;

	private final Duration flush;

	private final Map<String, UsageSink> sinks;

	private final Function<String, Scheduler> threads;

	private @Nullable Running running;

	/**
	 * Create a reporter.
	 * @param meter what counts
	 * @param flush how often counts are handed on
	 * @param sinks who gets them, by name
	 * @param threads creates a thread with a name, of which each sink gets one
	 */
	public UsageReporter(UsageMeter meter, Duration flush, Map<String, UsageSink> sinks,
			Function<String, Scheduler> threads) {
		this.meter = meter;
		this.flush = flush;
		this.sinks = Map.copyOf(sinks);
		this.threads = threads;
	}

	@Override
	public synchronized void start() {
		if (this.running != null) {
			return;
		}
		Scheduler timer = this.threads.apply("gateway-usage");
		List<Writer> writers = this.sinks.entrySet().stream().map((sink) -> {
			Scheduler thread = this.threads.apply("gateway-usage-" + sink.getKey());
			return new Writer(new SinkQueue(sink.getKey(), sink.getValue(), this.meter.maxKeys(), thread, timer),
					thread);
		}).toList();
		Disposable flushing = timer.schedulePeriodically(this::flush, this.flush.toNanos(), this.flush.toNanos(),
				TimeUnit.NANOSECONDS);
		this.running = new Running(timer, flushing, writers);
	}

	private synchronized void flush() {
		Running current = this.running;
		UsageBatch batch = (current != null) ? this.meter.take() : null;
		if (current != null && batch != null) {
			current.writers().forEach((writer) -> writer.queue().add(batch));
		}
	}

	/**
	 * The sinks as they are now.
	 * @return the state of each, empty if the application does not run
	 */
	public synchronized List<SinkState> sinks() {
		List<Writer> writers = (this.running != null) ? this.running.writers() : List.of();
		return writers.stream()
			.map(Writer::queue)
			.map((queue) -> new SinkState(queue.name(), queue.waiting(), queue.failures()))
			.toList();
	}

	@Override
	public synchronized void stop(Runnable callback) {
		Running stopped = this.running;
		if (stopped == null) {
			callback.run();
			return;
		}
		stopped.flushing().dispose();
		flush();
		this.running = null;
		Disposable unused = Flux.fromIterable(stopped.writers())
			.flatMap((writer) -> writer.queue().finish(), Integer.MAX_VALUE)
			.then()
			.timeout(LONGEST_STOP, Mono.empty(), stopped.timer())
			.subscribe((nothing) -> {
			}, (error) -> close(stopped, callback), () -> close(stopped, callback));
	}

	private static void close(Running stopped, Runnable callback) {
		stopped.writers().forEach((writer) -> {
			writer.queue().close();
			writer.thread().dispose();
		});
		stopped.timer().dispose();
		callback.run();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * How a sink does.
	 *
	 * @param name its name
	 * @param waiting how many batches it has still to write
	 * @param failures how often it could not write one
	 */
	public record SinkState(String name, int waiting, long failures) {
	}

	private record Running(Scheduler timer, Disposable flushing, List<Writer> writers) {
	}

	private record Writer(SinkQueue queue, Scheduler thread) {
	}

}
