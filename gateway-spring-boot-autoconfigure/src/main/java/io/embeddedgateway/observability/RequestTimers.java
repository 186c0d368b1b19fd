package io.embeddedgateway.observability;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.text.KebabCase;

/**
 * The timers of the requests on one route to one service, by status and outcome. Those of
 * common answers are registered ahead, others when they come first.
 */
final class RequestTimers implements RequestListener {

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final int CLASSES = 6;

	private final RouteMeters owner;

	private final GatewayMeters meters;

	private final String route;

	private final String service;

	/**
	 * By outcome, and then by the class of the status.
	 */
	private final Map<RequestOutcome, AtomicReferenceArray<@Nullable Timer>> timers = new EnumMap<>(
			RequestOutcome.class);

	RequestTimers(RouteMeters owner, GatewayMeters meters, String route, String service) {
		this.owner = owner;
		this.meters = meters;
		this.route = route;
		this.service = service;
		for (RequestOutcome outcome : RequestOutcome.values()) {
			this.timers.put(outcome, new AtomicReferenceArray<>(CLASSES));
		}
		timer(2, RequestOutcome.COMPLETE);
		timer(4, RequestOutcome.COMPLETE);
		timer(5, RequestOutcome.COMPLETE);
	}

	@Override
	public void begun(RequestRecord request) {
		this.owner.begun();
	}

	@Override
	public void ended(RequestRecord request) {
		this.owner.ended(request);
		// A WebSocket lasts as long as it likes
		if (request.status() != SWITCHING_PROTOCOLS) {
			timer(request.status() / 100, RequestOutcome.of(request.termination())).record(request.totalNanos(),
					TimeUnit.NANOSECONDS);
			this.owner.measure(request);
		}
	}

	private Timer timer(int statusClass, RequestOutcome outcome) {
		int known = (statusClass > 0 && statusClass < CLASSES) ? statusClass : 0;
		AtomicReferenceArray<@Nullable Timer> byClass = Objects.requireNonNull(this.timers.get(outcome));
		Timer timer = byClass.get(known);
		if (timer == null) {
			timer = this.meters.timer(GatewayMeter.REQUESTS, this.route, this.service,
					(known > 0) ? known + "xx" : null, KebabCase.of(outcome));
			byClass.set(known, timer);
		}
		return timer;
	}

	void remove() {
		this.meters.close();
	}

	@Override
	public String toString() {
		return "The meters of route '" + this.route + "'";
	}

}
