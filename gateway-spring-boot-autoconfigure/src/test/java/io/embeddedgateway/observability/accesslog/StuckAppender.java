package io.embeddedgateway.observability.accesslog;

import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/**
 * A disk that does not answer.
 */
final class StuckAppender extends AppenderBase<ILoggingEvent> {

	private final CountDownLatch released = new CountDownLatch(1);

	@Override
	protected void append(ILoggingEvent event) {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void release() {
		this.released.countDown();
	}

}
