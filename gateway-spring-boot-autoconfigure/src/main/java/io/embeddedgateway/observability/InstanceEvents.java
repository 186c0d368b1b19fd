package io.embeddedgateway.observability;

import java.util.concurrent.RejectedExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.PanicChange;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;

/**
 * Publishes each {@link InstanceStateChange} and {@link PanicChange} as an event of the
 * application: in their order, one at a time, and never on an event loop, so that who
 * listens may take his time.
 */
public final class InstanceEvents implements ServiceListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(InstanceEvents.class);

	private final ApplicationEventPublisher publisher;

	private final Scheduler.Worker worker;

	/**
	 * Publish the changes from now on.
	 * @param services the services
	 * @param publisher the publisher
	 * @param scheduler where those who listen are called
	 */
	public InstanceEvents(Services services, ApplicationEventPublisher publisher, Scheduler scheduler) {
		this.publisher = publisher;
		this.worker = scheduler.createWorker();
		services.listen(this);
	}

	@Override
	public void stateChanged(InstanceStateChange change) {
		publish(change);
	}

	@Override
	public void panicChanged(PanicChange change) {
		publish(change);
	}

	/**
	 * Publish another change.
	 * @param event what changed
	 */
	public void publish(Object event) {
		try {
			Disposable unused = this.worker.schedule(() -> publishNow(event));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not published, because the application stops: " + event);
		}
	}

	private void publishNow(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed at " + event, ex);
		}
	}

	/**
	 * Publish nothing more.
	 */
	@Override
	public void close() {
		this.worker.dispose();
	}

}
