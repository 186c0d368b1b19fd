package io.embeddedgateway.observability.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.InterruptUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a file that is rolled as Logback's own appender does, but by a thread of its
 * own, and what comes within an interval at once: a thread that is woken for each line
 * costs several times as much as the line. Nobody who logs ever waits. When the queue is
 * full, lines are lost, and counted in the log of the application.
 */
public final class AccessLogAppender extends RollingFileAppender<ILoggingEvent> {

	private static final Log logger = LogFactory.getLog(AccessLogAppender.class);

	private int queueSize = 8192;

	private Duration flushInterval = Duration.buildByMilliseconds(20);

	private Duration maxFlushTime = Duration.buildBySeconds(5);

	private volatile @Nullable Writer writer;

	/**
	 * Create the appender, to be configured by Logback.
	 */
	public AccessLogAppender() {
		setImmediateFlush(false);
	}

	/**
	 * Set how many lines wait at most.
	 * @param queueSize the number, from 1; 8192 unless set
	 */
	public void setQueueSize(int queueSize) {
		this.queueSize = queueSize;
	}

	/**
	 * Set how long lines wait to be written together.
	 * @param flushInterval the time; 20 ms unless set
	 */
	public void setFlushInterval(Duration flushInterval) {
		this.flushInterval = flushInterval;
	}

	/**
	 * Set how long to write what is left, when the application ends.
	 * @param maxFlushTime the time; 5 s unless set
	 */
	public void setMaxFlushTime(Duration maxFlushTime) {
		this.maxFlushTime = maxFlushTime;
	}

	@Override
	public void start() {
		if (this.queueSize < 1) {
			addError("The queue size is " + this.queueSize + ", but has to be 1 or more");
			return;
		}
		super.start();
		if (isStarted()) {
			Writer writer = new Writer(this.queueSize, this.flushInterval);
			this.writer = writer;
			writer.start();
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		Writer writer = this.writer;
		if (writer != null) {
			event.prepareForDeferredProcessing();
			writer.offer(event);
		}
	}

	@Override
	public void stop() {
		Writer writer = this.writer;
		this.writer = null;
		// A file that takes no byte can't be closed either
		if (writer == null || end(writer)) {
			super.stop();
		}
		else {
			addWarn("The file took no more lines within " + this.maxFlushTime);
		}
	}

	private boolean end(Writer writer) {
		InterruptUtil interrupts = new InterruptUtil(getContext());
		interrupts.maskInterruptFlag();
		try {
			writer.end();
			writer.join(Math.max(1, this.maxFlushTime.getMilliseconds()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			interrupts.unmaskInterruptFlag();
		}
		return !writer.isAlive();
	}

	private void write(List<ILoggingEvent> events) {
		try {
			events.forEach(super::append);
			OutputStream stream = getOutputStream();
			if (stream != null) {
				stream.flush();
			}
		}
		catch (IOException | RuntimeException ex) {
			addError("Some of " + events.size() + " lines could not be written", ex);
		}
	}

	/**
	 * The thread that writes.
	 */
	private final class Writer extends Thread {

		private final BlockingQueue<ILoggingEvent> queue;

		private final long interval;

		private final LongAdder lost = new LongAdder();

		private final AtomicBoolean idle = new AtomicBoolean();

		private volatile boolean ending;

		Writer(int queueSize, Duration interval) {
			super("gateway-access-log");
			this.queue = new ArrayBlockingQueue<>(queueSize);
			this.interval = interval.getMilliseconds() * 1_000_000;
			setDaemon(true);
		}

		void offer(ILoggingEvent event) {
			if (!this.queue.offer(event)) {
				this.lost.increment();
				LockSupport.unpark(this);
			}
			else if (this.idle.get() && this.idle.compareAndSet(true, false)) {
				LockSupport.unpark(this);
			}
		}

		void end() {
			this.ending = true;
			LockSupport.unpark(this);
		}

		@Override
		public void run() {
			List<ILoggingEvent> events = new ArrayList<>();
			while (!this.ending) {
				awaitEvents();
				writeAll(events);
			}
			writeAll(events);
		}

		private void awaitEvents() {
			this.idle.set(true);
			while (this.queue.isEmpty() && this.idle.get() && !this.ending) {
				LockSupport.park(this);
			}
			this.idle.set(false);
			if (!this.ending) {
				LockSupport.parkNanos(this, this.interval);
			}
		}

		private void writeAll(List<ILoggingEvent> events) {
			this.queue.drainTo(events);
			if (!events.isEmpty()) {
				write(events);
				events.clear();
			}
			long lost = this.lost.sumThenReset();
			if (lost > 0) {
				logger.warn("The access log has lost " + lost + " lines: the queue was full");
			}
		}

	}

}
