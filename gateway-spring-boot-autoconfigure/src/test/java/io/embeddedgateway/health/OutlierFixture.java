package io.embeddedgateway.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;

/**
 * A service whose time is virtual, with instances that are told how requests to them end.
 */
final class OutlierFixture implements AutoCloseable {

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final List<InstanceStateChange> changes = new ArrayList<>();

	private final LiveService service;

	private final OutlierDetection detection;

	OutlierFixture(OutlierPolicy policy, int instances) {
		String[] uris = new String[instances];
		for (int i = 0; i < instances; i++) {
			uris[i] = "http://i" + i + ":80";
		}
		Services services = new Services(List.of(Service.builder("orders").instances(uris).with(policy).build()),
				this::nanos);
		services.listen(new ServiceListener() {
			@Override
			public void stateChanged(InstanceStateChange change) {
				OutlierFixture.this.changes.add(change);
			}
		});
		// Always half of the longest jitter
		this.detection = new OutlierDetection(services, this.scheduler, this::nanos, () -> new Random(1) {
			@Override
			public double nextDouble() {
				return 0.5;
			}
		});
		this.service = services.get("orders");
	}

	private long nanos() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	LiveService service() {
		return this.service;
	}

	ServiceInstance instance(int index) {
		return this.service.instances().get(index);
	}

	InstanceState state(int index) {
		return instance(index).state();
	}

	long ejected() {
		return this.service.instances()
			.stream()
			.filter((instance) -> instance.state() == InstanceState.EJECTED)
			.count();
	}

	List<InstanceStateChange> changes() {
		return this.changes;
	}

	/**
	 * Requests end that have just begun.
	 * @param index the instance
	 * @param outcomes how they end
	 */
	void ended(int index, CallOutcome... outcomes) {
		for (CallOutcome outcome : outcomes) {
			ended(index, outcome, Duration.ZERO);
		}
	}

	void ended(int index, CallOutcome outcome, Duration lasted) {
		ServiceInstance instance = instance(index);
		instance.begin();
		instance.end(outcome, lasted.toNanos());
	}

	void ended(int index, CallOutcome outcome, int times) {
		for (int i = 0; i < times; i++) {
			ended(index, outcome);
		}
	}

	void advance(Duration time) {
		this.scheduler.advanceTimeBy(time);
	}

	@Override
	public void close() {
		this.detection.close();
		this.scheduler.dispose();
	}

}
