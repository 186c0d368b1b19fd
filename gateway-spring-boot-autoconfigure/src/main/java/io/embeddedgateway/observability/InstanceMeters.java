package io.embeddedgateway.observability;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.metrics.GatewayMeters;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.text.KebabCase;

/**
 * The meters of one instance.
 */
final class InstanceMeters implements InstanceObserver {

	private static final int SWITCHING_PROTOCOLS = 101;

	private final GatewayMeters meters;

	private final String service;

	private final String instance;

	private final BiConsumer<String, InstanceMeters> removal;

	private final LongAdder picks = new LongAdder();

	/**
	 * By outcome; those of failures come with the first one.
	 */
	private final Map<CallOutcome, LongAdder> requests = new ConcurrentHashMap<>();

	private final Timer response;

	private final Map<InstanceState, Counter> transitions = new EnumMap<>(InstanceState.class);

	InstanceMeters(GatewayMeters meters, String service, ServiceInstance instance,
			BiConsumer<String, InstanceMeters> removal) {
		this.removal = removal;
		this.meters = meters;
		this.service = service;
		this.instance = instance.id();
		meters.counter(GatewayMeter.INSTANCE_PICKS, this.picks, LongAdder::sum, service, this.instance);
		meters.gauge(GatewayMeter.INSTANCE_ACTIVE, instance, ServiceInstance::inFlight, service, this.instance);
		this.response = meters.timer(GatewayMeter.INSTANCE_RESPONSE, service, this.instance);
		this.requests.put(CallOutcome.SUCCESS, register(CallOutcome.SUCCESS));
	}

	@Override
	public void begun() {
		this.picks.increment();
	}

	@Override
	public void responded(int status, long nanos) {
		// What is tunnelled is no answer to be waited for
		if (status == SWITCHING_PROTOCOLS) {
			return;
		}
		try {
			this.response.record(nanos, TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException ex) {
			this.meters.failed(ex);
		}
	}

	@Override
	public void ended(CallOutcome outcome, long nanos) {
		LongAdder count = this.requests.get(outcome);
		((count != null) ? count : this.requests.computeIfAbsent(outcome, this::register)).increment();
	}

	private LongAdder register(CallOutcome outcome) {
		LongAdder count = new LongAdder();
		this.meters.counter(GatewayMeter.INSTANCE_REQUESTS, count, LongAdder::sum, this.service, this.instance,
				KebabCase.of(outcome));
		return count;
	}

	synchronized void changed(InstanceState to) {
		try {
			this.transitions
				.computeIfAbsent(to,
						(state) -> this.meters.counter(GatewayMeter.INSTANCE_TRANSITIONS, this.service, this.instance,
								KebabCase.of(state)))
				.increment();
		}
		catch (RuntimeException ex) {
			this.meters.failed(ex);
		}
	}

	@Override
	public void removed() {
		this.removal.accept(this.instance, this);
	}

	void close() {
		this.meters.close();
	}

}
