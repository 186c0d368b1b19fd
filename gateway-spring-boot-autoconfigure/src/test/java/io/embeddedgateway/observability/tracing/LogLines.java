package io.embeddedgateway.observability.tracing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * All that is logged, and what the gateway logs as {@code DEBUG}.
 */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger gateway = (Logger) LoggerFactory.getLogger("io.embeddedgateway");

	private final Level level = this.gateway.getLevel();

	private final List<String> lines = new CopyOnWriteArrayList<>();

	LogLines() {
		setContext(this.root.getLoggerContext());
		start();
		this.gateway.setLevel(Level.DEBUG);
		this.root.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		String stack = (event.getThrowableProxy() != null)
				? "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()) : "";
		this.lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + stack);
	}

	List<String> lines() {
		return List.copyOf(this.lines);
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.gateway.setLevel(this.level);
		stop();
	}

}
