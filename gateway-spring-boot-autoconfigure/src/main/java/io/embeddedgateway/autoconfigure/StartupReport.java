package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.routing.RouteView;

/**
 * Logs once which routes there are, and what is probably a mistake about them.
 */
final class StartupReport implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(StartupReport.class);

	private final RouteTables tables;

	private final ProbableMistakes mistakes;

	private final AtomicBoolean done = new AtomicBoolean();

	StartupReport(RouteTables tables, ProbableMistakes mistakes) {
		this.tables = tables;
		this.mistakes = mistakes;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		if (!this.done.compareAndSet(false, true)) {
			return;
		}
		List<RouteView> routes = this.tables.view().routes();
		if (!routes.isEmpty() && logger.isInfoEnabled()) {
			logger.info(RouteOverview.of(routes));
		}
		this.mistakes.find(routes).forEach(logger::warn);
	}

}
