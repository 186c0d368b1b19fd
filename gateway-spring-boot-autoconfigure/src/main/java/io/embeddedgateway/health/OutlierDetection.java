package io.embeddedgateway.health;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;

/**
 * Ejects instances of named services to which requests fail, by the {@link OutlierPolicy}
 * of each service, {@link OutlierPolicy#DEFAULT} if it has none.
 */
public final class OutlierDetection implements AutoCloseable {

	private final LongSupplier ticker;

	private final EjectionTimer timer;

	/**
	 * Observe all instances of all named services.
	 * @param services the services
	 * @param scheduler where the end of an ejection is waited for
	 * @param ticker tells the time in nanoseconds, as {@link System#nanoTime()} does
	 * @param random asked for a generator at each ejection, by any thread
	 */
	public OutlierDetection(Services services, Scheduler scheduler, LongSupplier ticker,
			Supplier<? extends RandomGenerator> random) {
		this.ticker = ticker;
		this.timer = new EjectionTimer(scheduler, random);
		services.all().forEach(this::observe);
	}

	private void observe(LiveService service) {
		OutlierPolicy declared = service.definition().policy(OutlierPolicy.class);
		OutlierPolicy policy = (declared != null) ? declared : OutlierPolicy.DEFAULT;
		if (!policy.isNone()) {
			Ejections ejections = new Ejections(service, policy.maxEjected());
			service.observe(
					(owner, instance) -> new OutlierDetector(policy, ejections, instance, this.ticker, this.timer));
		}
	}

	/**
	 * How often an instance was ejected since it joined its service.
	 * @param instance the instance
	 * @return the number, 0 if nobody ejects it
	 */
	public static int ejectionsOf(ServiceInstance instance) {
		OutlierDetector detector = instance.observer(OutlierDetector.class);
		return (detector != null) ? detector.ejectionCount() : 0;
	}

	/**
	 * End no more ejections.
	 */
	@Override
	public void close() {
		this.timer.dispose();
	}

}
