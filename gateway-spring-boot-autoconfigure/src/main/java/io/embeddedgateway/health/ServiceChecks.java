package io.embeddedgateway.health;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.InstanceObserver;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.upstream.Endpoint;

/**
 * The checks of all instances of a service.
 */
final class ServiceChecks {

	/**
	 * How many instances are checked at the same time.
	 */
	static final int CONCURRENCY = 10;

	/**
	 * The checks of a start are spread over this time, so that its first results are not
	 * long in coming.
	 */
	private static final long FIRST_MILLIS = 1000;

	private final LiveService service;

	private final HealthCheckPolicy policy;

	private final HealthCheck check;

	private final Scheduler scheduler;

	private final Supplier<? extends RandomGenerator> random;

	private final Slots slots = new Slots(CONCURRENCY);

	private final Set<InstanceChecks> checks = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	private volatile boolean firstRoundOver;

	ServiceChecks(LiveService service, HealthCheckPolicy policy, HealthCheck check, Scheduler scheduler,
			Supplier<? extends RandomGenerator> random) {
		this.service = service;
		this.policy = policy;
		this.check = check;
		this.scheduler = scheduler;
		this.random = random;
	}

	String serviceId() {
		return this.service.id();
	}

	void observe() {
		this.service.observe((owner, instance) -> join(instance));
	}

	private InstanceObserver join(ServiceInstance instance) {
		InstanceChecks checks = new InstanceChecks(this, instance);
		this.checks.add(checks);
		checks.start();
		return checks;
	}

	void remove(InstanceChecks checks) {
		this.checks.remove(checks);
	}

	void start() {
		this.running = true;
		this.checks.forEach(InstanceChecks::start);
	}

	void stop() {
		this.running = false;
		this.checks.forEach(InstanceChecks::stop);
	}

	/**
	 * Whether each instance has been checked once. Instances that join later do not
	 * change that. A service whose source has named no instances yet has nothing to wait
	 * for.
	 * @return {@code true} if so
	 */
	boolean isFirstRoundOver() {
		if (this.firstRoundOver) {
			return true;
		}
		boolean over = this.checks.stream().allMatch(InstanceChecks::isFirstOver);
		this.firstRoundOver = over && !this.checks.isEmpty();
		return over;
	}

	boolean isRunning() {
		return this.running;
	}

	Slots slots() {
		return this.slots;
	}

	int threshold(CheckedHealth health) {
		return (health == CheckedHealth.HEALTHY) ? this.policy.healthyAfter() : this.policy.unhealthyAfter();
	}

	URI withPort(URI instance) {
		return (this.policy.port() != null)
				? UriComponentsBuilder.fromUri(instance).port(this.policy.port()).build(true).toUri() : instance;
	}

	/**
	 * Check an instance. Begins on another thread, and ends in any case.
	 * @param instance where it is
	 * @return the result
	 */
	Mono<CheckResult> check(Endpoint instance) {
		return Mono.defer(() -> this.check.check(instance))
			.timeout(this.policy.timeout(), this.scheduler)
			.onErrorResume((error) -> Mono.just(CheckResult.failure(CheckFailures.describe(error, this.policy))))
			.subscribeOn(this.scheduler)
			.doFinally((signal) -> this.slots.release());
	}

	long firstDelay() {
		return nanos(Math.min(FIRST_MILLIS, this.policy.interval().toMillis()), this.random.get().nextDouble());
	}

	// Give or take a tenth
	long nextDelay() {
		return nanos(this.policy.interval().toMillis(), 0.9 + 0.2 * this.random.get().nextDouble());
	}

	private static long nanos(long millis, double factor) {
		return (long) (TimeUnit.MILLISECONDS.toNanos(millis) * factor);
	}

	Disposable schedule(Runnable task, long nanos) {
		try {
			return this.scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The application stops
			return Disposables.disposed();
		}
	}

}
