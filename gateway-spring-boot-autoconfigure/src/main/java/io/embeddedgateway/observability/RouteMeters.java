package io.embeddedgateway.observability;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.text.KebabCase;

/**
 * The meters of one route. A kind of error is registered when it comes first.
 */
final class RouteMeters {

	private final GatewayMeters meters;

	private final String route;

	private final LongAdder active = new LongAdder();

	private final LongAdder requestBytes = new LongAdder();

	private final LongAdder responseBytes = new LongAdder();

	private final Timer overhead;

	private final Timer wait;

	private final Map<Termination, Counter> errors = new ConcurrentHashMap<>();

	private final Map<String, RequestTimers> timers = new HashMap<>();

	RouteMeters(GatewayMeters meters, String route) {
		this.meters = meters;
		this.route = route;
		meters.gauge(GatewayMeter.REQUESTS_ACTIVE, this.active, LongAdder::sum, route);
		meters.counter(GatewayMeter.BYTES, this.requestBytes, LongAdder::sum, route, "request");
		meters.counter(GatewayMeter.BYTES, this.responseBytes, LongAdder::sum, route, "response");
		this.overhead = meters.timer(GatewayMeter.OVERHEAD, route);
		this.wait = meters.timer(GatewayMeter.UPSTREAM_WAIT, route);
	}

	/**
	 * Who measures the requests as long as the route leads to a service.
	 * @param service the id of the service
	 * @return who measures
	 */
	RequestListener towards(String service) {
		return this.timers.computeIfAbsent(service,
				(key) -> new RequestTimers(this, this.meters.group(), this.route, key));
	}

	/**
	 * Remove all meters but those that are needed.
	 * @param service where the route leads to, or {@code null} if it is gone
	 */
	void retain(@Nullable String service) {
		this.timers.entrySet().removeIf((entry) -> {
			boolean gone = !entry.getKey().equals(service);
			if (gone) {
				entry.getValue().remove();
			}
			return gone;
		});
		if (service == null) {
			this.meters.close();
		}
	}

	void begun() {
		this.active.increment();
	}

	void ended(RequestRecord request) {
		this.active.decrement();
		add(this.requestBytes, request.requestBytes());
		add(this.responseBytes, request.responseBytes());
		Termination termination = request.termination();
		if (termination.isError()) {
			error(termination).increment();
		}
	}

	private static void add(LongAdder bytes, long more) {
		if (more != 0) {
			bytes.add(more);
		}
	}

	/**
	 * Measure the time to the headers of the response.
	 * @param request all that is known of the request
	 */
	void measure(RequestRecord request) {
		long waited = request.upstreamNanos();
		this.overhead.record(Math.max(0, request.responseNanos() - waited), TimeUnit.NANOSECONDS);
		if (request.attempts() > 0) {
			this.wait.record(waited, TimeUnit.NANOSECONDS);
		}
	}

	private Counter error(Termination termination) {
		Counter counter = this.errors.get(termination);
		return (counter != null) ? counter : this.errors.computeIfAbsent(termination, this::register);
	}

	private Counter register(Termination termination) {
		return this.meters.counter(GatewayMeter.ERRORS, this.route, KebabCase.of(termination.side()),
				KebabCase.of(termination.phase()), termination.cause());
	}

}
