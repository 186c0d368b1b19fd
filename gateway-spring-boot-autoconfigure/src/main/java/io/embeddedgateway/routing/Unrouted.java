package io.embeddedgateway.routing;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.UnroutedListener;
import io.embeddedgateway.UnroutedRequest;
import io.embeddedgateway.UnroutedRequest.Reason;

/**
 * Tells all who want to know of requests that no route took.
 */
final class Unrouted {

	/**
	 * Nobody wants to know.
	 */
	static final Unrouted UNTOLD = new Unrouted(List.of());

	private static final Log logger = LogFactory.getLog(Unrouted.class);

	private final List<UnroutedListener> listeners;

	private final AtomicBoolean failed = new AtomicBoolean();

	Unrouted(Collection<? extends UnroutedListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Answer a request.
	 * @param reason why it has no route
	 * @param response the answer
	 * @param arrival the request
	 * @param begun when that was clear, as of {@link System#nanoTime()}
	 * @return the end of the answer
	 */
	Mono<Void> answer(Reason reason, GatewayResponse response, Arrival arrival, long begun) {
		Mono<Void> written = ResponseWriter.write(response, arrival.exchange().getResponse());
		if (this.listeners.isEmpty()) {
			return written;
		}
		boolean head = HttpMethod.HEAD.equals(arrival.request().method());
		long bytes = head ? 0 : Math.max(0, response.headers().getContentLength());
		return written
			.doFinally((signal) -> tell(of(reason, arrival, response.status().value(), bytes, elapsed(begun))));
	}

	/**
	 * A request was left to the application, which answers that there is nothing.
	 * @param status the status of the answer
	 * @param arrival the request
	 * @param begun when it was left, as of {@link System#nanoTime()}
	 */
	void notFound(int status, Arrival arrival, long begun) {
		if (!this.listeners.isEmpty()) {
			tell(of(Reason.NOT_FOUND, arrival, status, -1, elapsed(begun)));
		}
	}

	private static long elapsed(long begun) {
		return System.nanoTime() - begun;
	}

	private static UnroutedRequest of(Reason reason, Arrival arrival, int status, long bytes, long nanos) {
		return new UnroutedRequest(reason, arrival.request(), arrival.client(), status, bytes, nanos,
				() -> arrival.table().pathVariables(arrival.request().rawPath(), arrival.path()));
	}

	private void tell(UnroutedRequest request) {
		for (UnroutedListener listener : this.listeners) {
			try {
				listener.unrouted(request);
			}
			catch (RuntimeException ex) {
				failed(listener, ex);
			}
		}
	}

	private void failed(UnroutedListener listener, RuntimeException error) {
		String message = listener + " failed at a request without route";
		if (this.failed.compareAndSet(false, true)) {
			logger.warn(message + ". The request is not affected; further failures are logged as DEBUG", error);
		}
		else {
			logger.debug(message, error);
		}
	}

}
