package io.embeddedgateway.auth;

import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells in the log which routes are open to everyone: once for those that are there from
 * the start, and for each that comes later.
 */
public final class OpenRoutes {

	private static final Log logger = LogFactory.getLog(OpenRoutes.class);

	private final Set<String> routes = new TreeSet<>();

	private boolean started;

	synchronized void add(String route) {
		if (this.routes.add(route) && this.started) {
			logger.info("Route '" + route + "' is open to everyone");
		}
	}

	/**
	 * Tell about the routes that are there.
	 */
	public synchronized void started() {
		this.started = true;
		if (!this.routes.isEmpty()) {
			logger.info("Routes open to everyone: " + String.join(", ", this.routes));
		}
	}

}
