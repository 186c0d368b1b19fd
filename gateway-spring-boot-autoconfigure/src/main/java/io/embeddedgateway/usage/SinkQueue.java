package io.embeddedgateway.usage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The batches that a sink has still to write, one after the other. One that fails is
 * tried again until it succeeds. When too many wait they are merged, so that memory is
 * bounded and no total is lost.
 */
final class SinkQueue {

	/**
	 * How many batches wait before they are merged.
	 */
	static final int MOST = 16;

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final long FIRST_PAUSE = 1000;

	private static final long LONGEST_PAUSE = 60_000;

	private static final Log logger = LogFactory.getLog(SinkQueue.class);

	private final String name;

	private final UsageSink sink;

	private final int maxKeys;

	private final Scheduler thread;

	private final Scheduler timer;

	private final Deque<UsageBatch> waiting = new ArrayDeque<>();

	private @Nullable Disposable writing;

	private @Nullable Disposable pause;

	private Sinks.@Nullable Empty<Void> emptied;

	private long failures;

	private int failuresInARow;

	/**
	 * Create a queue.
	 * @param name the name of the sink
	 * @param sink the sink
	 * @param maxKeys how many callers are told apart at most in a batch
	 * @param thread where the sink is called
	 * @param timer tells when it is tried again
	 */
	SinkQueue(String name, UsageSink sink, int maxKeys, Scheduler thread, Scheduler timer) {
		this.name = name;
		this.sink = sink;
		this.maxKeys = maxKeys;
		this.thread = thread;
		this.timer = timer;
	}

	String name() {
		return this.name;
	}

	synchronized void add(UsageBatch batch) {
		this.waiting.add(batch);
		if (this.waiting.size() > MOST) {
			merge();
		}
		next();
	}

	/**
	 * Merge batches by twos, but for the first one: perhaps it was written already.
	 */
	private void merge() {
		Deque<UsageBatch> merged = new ArrayDeque<>();
		merged.add(this.waiting.removeFirst());
		while (!this.waiting.isEmpty()) {
			UsageBatch batch = this.waiting.removeFirst();
			UsageBatch after = this.waiting.pollFirst();
			merged.add((after != null) ? batch.with(after, this.maxKeys) : batch);
		}
		this.waiting.addAll(merged);
		logger.warn("The usage sink '" + this.name + "' is far behind. Batches are merged; totals stay the same");
	}

	private void next() {
		UsageBatch batch = this.waiting.peek();
		if (this.writing != null || this.pause != null) {
			return;
		}
		if (batch == null) {
			if (this.emptied != null) {
				this.emptied.tryEmitEmpty();
			}
			return;
		}
		Attempt attempt = new Attempt();
		this.writing = attempt;
		attempt.start(batch);
	}

	private synchronized void written(Attempt attempt) {
		if (this.writing != attempt) {
			return;
		}
		this.writing = null;
		this.waiting.removeFirst();
		if (this.failuresInARow > 0) {
			logger.info("The usage sink '" + this.name + "' writes again. " + this.waiting.size() + " batches wait");
			this.failuresInARow = 0;
		}
		next();
	}

	private synchronized void failed(Attempt attempt, Throwable error) {
		if (this.writing != attempt) {
			return;
		}
		this.writing = null;
		this.failures++;
		this.failuresInARow++;
		if (this.failuresInARow == 1) {
			logger.warn("The usage sink '" + this.name + "' can't write, and is tried again until it can: " + error);
		}
		logger.debug("The usage sink '" + this.name + "' can't write", error);
		long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(this.failuresInARow - 1, 10));
		this.pause = this.timer.schedule(this::again, pause, TimeUnit.MILLISECONDS);
	}

	private synchronized void again() {
		this.pause = null;
		next();
	}

	/**
	 * Write what waits, now.
	 * @return completes when nothing waits any more
	 */
	synchronized Mono<Void> finish() {
		if (this.waiting.isEmpty()) {
			return Mono.empty();
		}
		Sinks.Empty<Void> emptied = Sinks.empty();
		this.emptied = emptied;
		if (this.pause != null) {
			this.pause.dispose();
			again();
		}
		return emptied.asMono();
	}

	/**
	 * Give up what still waits.
	 */
	synchronized void close() {
		if (this.pause != null) {
			this.pause.dispose();
			this.pause = null;
		}
		if (this.writing != null) {
			this.writing.dispose();
			this.writing = null;
		}
		if (!this.waiting.isEmpty()) {
			logger.error("The usage sink '" + this.name + "' has not written " + requests() + " requests in "
					+ this.waiting.size() + " batches, which are lost");
			this.waiting.clear();
		}
	}

	synchronized int waiting() {
		return this.waiting.size();
	}

	synchronized long failures() {
		return this.failures;
	}

	private long requests() {
		return this.waiting.stream()
			.flatMap((batch) -> batch.records().stream())
			.mapToLong(UsageRecord::requests)
			.sum();
	}

	/**
	 * One attempt to write.
	 */
	private final class Attempt implements Disposable {

		private final Disposable.Swap subscription = Disposables.swap();

		void start(UsageBatch batch) {
			this.subscription.update(Mono.defer(() -> SinkQueue.this.sink.write(batch))
				.subscribeOn(SinkQueue.this.thread)
				.timeout(TIMEOUT, Mono.error(() -> new TimeoutException("no answer within 10 s")), SinkQueue.this.timer)
				.subscribe((nothing) -> {
				}, (error) -> failed(this, error), () -> written(this)));
		}

		@Override
		public void dispose() {
			this.subscription.dispose();
		}

	}

}
