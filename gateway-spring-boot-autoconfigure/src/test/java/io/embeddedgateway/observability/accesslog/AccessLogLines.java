package io.embeddedgateway.observability.accesslog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import static org.awaitility.Awaitility.await;

/**
 * The lines that the access log gets, and nobody else.
 */
final class AccessLogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLogObserver.LOGGER);

	private final List<String> lines = new CopyOnWriteArrayList<>();

	AccessLogLines() {
		setContext(this.logger.getLoggerContext());
		start();
		level(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.lines.add(event.getFormattedMessage());
	}

	void level(Level level) {
		this.logger.setLevel(level);
	}

	/**
	 * All lines since the last time, and forget them.
	 */
	List<String> take() {
		List<String> taken = List.copyOf(this.lines);
		this.lines.clear();
		return taken;
	}

	/**
	 * The one line that contains a text, once it is there.
	 */
	String with(String text) {
		Predicate<String> wanted = (line) -> line.contains(text);
		await().atMost(SOON).until(() -> this.lines.stream().anyMatch(wanted));
		List<String> found = this.lines.stream().filter(wanted).toList();
		if (found.size() > 1) {
			throw new AssertionError("More than one line: " + found);
		}
		return found.get(0);
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
		stop();
	}

}
