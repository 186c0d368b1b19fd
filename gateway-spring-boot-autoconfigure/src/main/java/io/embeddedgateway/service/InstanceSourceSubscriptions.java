package io.embeddedgateway.service;

import java.time.Duration;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Keeps the services that have an {@link InstanceSource} up to date, from before the web
 * server starts until after it stopped. It does not wait for a source: a service whose
 * source takes its time has no instances until then.
 */
public final class InstanceSourceSubscriptions implements SmartLifecycle {

	/**
	 * The phase: before that of the web server, {@code Integer.MAX_VALUE - 2048}.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 4096;

	private static final Log logger = LogFactory.getLog(InstanceSourceSubscriptions.class);

	private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);

	private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

	private final Services services;

	private final Scheduler scheduler;

	private volatile Disposable.@Nullable Composite subscriptions;

	/**
	 * Create the subscriptions; nothing is subscribed to before the start.
	 * @param services the services
	 * @param scheduler where the pause after an error is waited for
	 */
	public InstanceSourceSubscriptions(Services services, Scheduler scheduler) {
		this.services = services;
		this.scheduler = scheduler;
	}

	@Override
	public void start() {
		if (isRunning()) {
			return;
		}
		Disposable.Composite subscriptions = Disposables.composite();
		this.subscriptions = subscriptions;
		for (LiveService service : this.services.all()) {
			InstanceSource source = service.definition().instanceSource();
			if (source != null) {
				subscriptions.add(subscribe(service, source));
			}
		}
	}

	@Override
	public void stop() {
		Disposable.Composite subscriptions = this.subscriptions;
		this.subscriptions = null;
		if (subscriptions != null) {
			subscriptions.dispose();
		}
	}

	@Override
	public boolean isRunning() {
		return this.subscriptions != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private Disposable subscribe(LiveService service, InstanceSource source) {
		return Flux.defer(source::instances)
			.doOnError((ex) -> logFailure(service, ex))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, MIN_BACKOFF)
				.maxBackoff(MAX_BACKOFF)
				.transientErrors(true)
				.scheduler(this.scheduler))
			.subscribe((instances) -> update(service, instances));
	}

	private static void logFailure(LiveService service, Throwable ex) {
		String message = "The instance source of service '" + service.id() + "' failed; the last good list stays";
		logger.warn(message + ": " + ex);
		// Repeated up to every minute, which is too much for a stack trace.
		logger.debug(message, ex);
	}

	private static void update(LiveService service, List<Instance> instances) {
		try {
			service.update(instances);
		}
		catch (RuntimeException ex) {
			logger.warn("The instance source of service '" + service.id()
					+ "' sent a list that can't be used; the last good list stays: " + ex);
			return;
		}
		if (instances.isEmpty()) {
			logger.warn("The instance source of service '" + service.id() + "' says that it has no instances");
		}
	}

}
