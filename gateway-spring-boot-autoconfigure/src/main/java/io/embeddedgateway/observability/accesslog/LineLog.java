package io.embeddedgateway.observability.accesslog;

import java.time.Clock;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.embeddedgateway.observability.Termination;

/**
 * Logs lines of requests that are over.
 *
 * @param format how the lines look
 * @param clock the time
 * @param random a number from 0 to 1, without 1
 */
record LineLog(LineFormat format, Clock clock, DoubleSupplier random) {

	private static final Log logger = LogFactory.getLog(AccessLogObserver.LOGGER);

	private static final int USUAL_LENGTH = 640;

	/**
	 * Whether a request is to have a line.
	 * @param share how many of those have one that went well, from 0 to 1
	 * @param status the status of the answer
	 * @param termination how the request ended
	 * @return whether it is
	 */
	boolean isWanted(double share, int status, Termination termination) {
		return logger.isInfoEnabled()
				&& (status >= 500 || termination.isError() || share >= 1 || this.random.getAsDouble() < share);
	}

	/**
	 * Log the line of a request.
	 * @param totalNanos how long the request took, in nanoseconds
	 * @param request the request, by when it came
	 */
	void write(long totalNanos, LongFunction<LoggedRequest> request) {
		StringBuilder line = new StringBuilder(USUAL_LENGTH);
		this.format.write(line, request.apply(this.clock.millis() - totalNanos / 1_000_000));
		logger.info(line);
	}

}
