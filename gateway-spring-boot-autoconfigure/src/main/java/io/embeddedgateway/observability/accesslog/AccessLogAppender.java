package io.embeddedgateway.observability.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

	/**
	 * The most characters that wait, whatever the size of the queue.
	 */
	private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

	private static final int MOST_AT_ONCE = 512;

	/**
	 * How often it is looked whether the queue fills up.
	 */
	private static final long SLICE_NANOS = 20_000_000;

	/**
	 * How often it is told at most that lines were lost.
	 */
	private static final long TELL_NANOS = 1_000_000_000;

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
		// Who writes closes the file: as long as it takes no byte, it can't be closed
		if (writer == null) {
			close();
		}
		else if (!end(writer)) {
			addWarn("Not all lines could be written within " + this.maxFlushTime);
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

	private void write(ILoggingEvent event) {
		super.append(event);
	}

	private void flush() throws IOException {
		OutputStream stream = getOutputStream();
		if (stream != null) {
			stream.flush();
		}
	}

	private void close() {
		super.stop();
	}

	/**
	 * The thread that writes.
	 */
	private final class Writer extends Thread {

		private final BlockingQueue<ILoggingEvent> queue;

		private final long interval;

		private final int half;

		private final LongAdder lost = new LongAdder();

		/**
		 * How many characters wait.
		 */
		private final AtomicLong waiting = new AtomicLong();

		private final AtomicBoolean idle = new AtomicBoolean();

		/**
		 * When it was told last that lines were lost.
		 */
		private long told = System.nanoTime() - TELL_NANOS;

		private volatile boolean ending;

		Writer(int queueSize, Duration interval) {
			super("gateway-access-log");
			this.queue = new ArrayBlockingQueue<>(queueSize);
			this.interval = interval.getMilliseconds() * 1_000_000;
			this.half = queueSize / 2;
			setDaemon(true);
		}

		void offer(ILoggingEvent event) {
			int length = event.getFormattedMessage().length();
			if (this.waiting.get() + length > MOST_CHARACTERS || !this.queue.offer(event)) {
				this.lost.increment();
				LockSupport.unpark(this);
				return;
			}
			this.waiting.addAndGet(length);
			if (this.idle.get() && this.idle.compareAndSet(true, false)) {
				LockSupport.unpark(this);
			}
		}

		void end() {
			this.ending = true;
			LockSupport.unpark(this);
		}

		@Override
		public void run() {
			List<ILoggingEvent> events = new ArrayList<>(MOST_AT_ONCE);
			while (!this.ending) {
				awaitEvents();
				writeAll(events);
			}
			writeAll(events);
			close();
		}

		private void awaitEvents() {
			this.idle.set(true);
			while (this.queue.isEmpty() && this.idle.get() && !this.ending) {
				pause(Long.MAX_VALUE);
			}
			this.idle.set(false);
			gather();
		}

		// In slices, so that a queue that fills up is noticed without anybody telling
		private void gather() {
			long end = System.nanoTime() + this.interval;
			long left = this.interval;
			while (left > 0 && !this.ending && this.queue.remainingCapacity() > this.half) {
				pause(Math.min(left, SLICE_NANOS));
				left = end - System.nanoTime();
			}
		}

		// Who is interrupted does not pause, and nobody interrupts this thread for a
		// reason
		private void pause(long nanos) {
			LockSupport.parkNanos(this, nanos);
			boolean unused = Thread.interrupted();
		}

		private void writeAll(List<ILoggingEvent> events) {
			// Whatever happens, the next lines are written: nobody would start this again
			try {
				while (this.queue.drainTo(events, MOST_AT_ONCE) > 0) {
					events.forEach(this::writeOne);
					events.clear();
				}
				flush();
				tellLost();
			}
			catch (IOException | RuntimeException | Error ex) {
				events.clear();
				addError("The access log could not be written", ex);
			}
		}

		private void writeOne(ILoggingEvent event) {
			this.waiting.addAndGet(-event.getFormattedMessage().length());
			try {
				write(event);
			}
			catch (RuntimeException | Error ex) {
				this.lost.increment();
				addError("A line could not be written", ex);
			}
		}

		private void tellLost() {
			long now = System.nanoTime();
			if (!this.ending && now - this.told < TELL_NANOS) {
				return;
			}
			long lost = this.lost.sumThenReset();
			if (lost > 0) {
				this.told = now;
				logger.warn(
						"The access log has lost " + lost + " lines: the queue was full, or they could not be written");
			}
		}

	}

}
