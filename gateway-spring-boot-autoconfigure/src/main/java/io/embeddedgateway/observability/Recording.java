package io.embeddedgateway.observability;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells all who want to know of the requests of a route.
 *
 * @param listeners who wants to know
 * @param tracing traces the requests, or {@code null}
 * @param failed whether somebody failed before
 */
record Recording(List<RequestListener> listeners, @Nullable RequestTracing tracing, AtomicBoolean failed) {

	private static final Log logger = LogFactory.getLog(Recording.class);

	Recording(List<RequestListener> listeners, @Nullable RequestTracing tracing) {
		this(listeners, tracing, new AtomicBoolean());
	}

	void begun(RequestRecord request) {
		tell(request, RequestListener::begun);
	}

	void ended(RequestRecord request) {
		tell(request, RequestListener::ended);
	}

	private void tell(RequestRecord request, BiConsumer<RequestListener, RequestRecord> what) {
		for (RequestListener listener : this.listeners) {
			try {
				what.accept(listener, request);
			}
			catch (RuntimeException ex) {
				failed(listener, request, ex);
			}
		}
	}

	/**
	 * Somebody failed, which is not for the request to suffer from. Logged in full once.
	 * @param who who failed
	 * @param request the request
	 * @param error how
	 */
	void failed(Object who, RequestRecord request, RuntimeException error) {
		String message = who + " failed at a request of route '" + request.route().id() + "'";
		if (this.failed.compareAndSet(false, true)) {
			logger.warn(message + ". The request is not affected; further failures on this route are logged as DEBUG",
					error);
		}
		else {
			logger.debug(message, error);
		}
	}

}
