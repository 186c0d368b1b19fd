package io.embeddedgateway.observability.accesslog;

import java.time.Clock;
import java.util.List;
import java.util.function.DoubleSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.observability.RequestListener;
import io.embeddedgateway.observability.RequestRecord;

/**
 * Logs the requests of a route.
 *
 * @param share how many of them, from 0 to 1
 * @param format how the lines look
 * @param uris hides what is secret in URIs
 * @param secretVariables the variables in the path of the route that are secret
 * @param clock the time
 * @param random a number from 0 to 1, without 1
 */
record RouteAccessLog(double share, LineFormat format, MaskedUris uris, List<String> secretVariables, Clock clock,
		DoubleSupplier random) implements RequestListener {

	private static final Log logger = LogFactory.getLog(AccessLogObserver.LOGGER);

	private static final int USUAL_LENGTH = 640;

	@Override
	public void ended(RequestRecord request) {
		if (logger.isInfoEnabled() && (hasFailed(request) || isDrawn())) {
			long begun = this.clock.millis() - request.totalNanos() / 1_000_000;
			StringBuilder line = new StringBuilder(USUAL_LENGTH);
			this.format.write(line, new LoggedRequest(request, begun, this.secretVariables, this.uris));
			logger.info(line);
		}
	}

	private static boolean hasFailed(RequestRecord request) {
		return request.status() >= 500 || request.termination().isError();
	}

	private boolean isDrawn() {
		return this.share >= 1 || this.random.getAsDouble() < this.share;
	}

	@Override
	public String toString() {
		return "The access log";
	}

}
