package io.embeddedgateway.observability;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

/**
 * Counts the requests to one instance, as long as its service has it. Needs no registry.
 */
public final class InstanceTraffic implements InstanceObserver {

	private final LongAdder requests = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private InstanceTraffic() {
	}

	/**
	 * Count the requests to all instances of named services from now on.
	 * @param services the services
	 */
	public static void observe(Services services) {
		services.all().forEach((service) -> service.observe((owner, instance) -> new InstanceTraffic()));
	}

	/**
	 * What was counted of an instance.
	 * @param instance the instance
	 * @return the numbers, or {@code null} if nobody counts
	 */
	public static @Nullable Counts of(ServiceInstance instance) {
		InstanceTraffic traffic = instance.observer(InstanceTraffic.class);
		return (traffic != null) ? traffic.counts() : null;
	}

	@Override
	public void ended(CallOutcome outcome, long nanos) {
		this.requests.increment();
		if (outcome.isFailure()) {
			this.failures.increment();
		}
		this.nanos.add(nanos);
	}

	private Counts counts() {
		return new Counts(this.requests.sum(), this.failures.sum(),
				this.nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
	}

	/**
	 * What was counted.
	 *
	 * @param requests the requests that ended
	 * @param failures how many of them failed, as far as the instance is to blame
	 * @param seconds how long all of them took together
	 */
	public record Counts(long requests, long failures, double seconds) {
	}

}
