package io.embeddedgateway.routing;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.reactive.HandlerMapping;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * The current {@link RouteTable}, and how it changes: a new one is built in full before
 * it replaces the old one, and a bad one is refused whole.
 */
public final class RouteTables implements SmartLifecycle {

	/**
	 * After services know their first instances, and before the web server listens.
	 */
	private static final int PHASE = Integer.MAX_VALUE - 3072;

	private static final Log logger = LogFactory.getLog(RouteTables.class);

	private final RouteCompiler compiler;

	private final OwnHandlers ownHandlers;

	private final List<Route> fixed;

	private final List<RouteSource> sources;

	private final Map<RouteSource, Collection<Route>> latest = new HashMap<>();

	private Set<String> warnings = Set.of();

	private volatile RouteTable current = RouteTable.EMPTY;

	private volatile Disposable.Composite subscriptions = Disposables.composite();

	private volatile boolean running;

	/**
	 * Create the tables; they are filled when the application starts.
	 * @param features what routes can do
	 * @param routes the routes that never change
	 * @param sources where routes come from that change
	 * @param mappings the handler mappings of the application by bean name, asked when
	 * the application starts
	 * @param allowPathParameters whether paths may have parameters ({@code ;a=b})
	 * @param clock tells the time for the conditions of routes
	 */
	public RouteTables(Collection<? extends RouteFeature> features, Collection<Route> routes,
			Collection<RouteSource> sources, Supplier<Map<String, HandlerMapping>> mappings,
			boolean allowPathParameters, Clock clock) {
		this.compiler = new RouteCompiler(features, new PathGuard(allowPathParameters), new LocalTarget(), clock);
		this.ownHandlers = new OwnHandlers(mappings);
		this.fixed = List.copyOf(routes);
		this.sources = List.copyOf(sources);
	}

	/**
	 * What is wrong with routes that are to be used together.
	 * @param routes the routes
	 * @return the problems, empty if there are none
	 */
	public static List<RouteProblem> problems(Collection<Route> routes) {
		return RouteTable.problems(routes);
	}

	OwnHandlers ownHandlers() {
		return this.ownHandlers;
	}

	RouteTable current() {
		return this.current;
	}

	/**
	 * All routes of the current table.
	 * @return the routes, most specific first
	 */
	public List<Route> routes() {
		return this.current.routes();
	}

	@Override
	public void start() {
		this.ownHandlers.discover();
		restore();
		this.subscriptions = Disposables.composite();
		for (RouteSource source : this.sources) {
			this.subscriptions.add(Flux.defer(source::routes)
				.doOnNext((routes) -> update(source, routes))
				.doOnError((ex) -> logger.warn("Route source " + source + " failed; its last good routes stay", ex))
				.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
					.maxBackoff(Duration.ofMinutes(1))
					.transientErrors(true))
				.subscribe());
		}
		this.running = true;
	}

	// After a stop, with what the sources had delivered before
	private synchronized void restore() {
		use(compile(this.latest));
	}

	// Replace the routes of one source. Runs one at a time, off the request path
	private synchronized void update(RouteSource source, Collection<Route> routes) {
		try {
			Collection<Route> update = List.copyOf(routes);
			Map<RouteSource, Collection<Route>> next = new HashMap<>(this.latest);
			next.put(source, update);
			use(compile(next));
			this.latest.put(source, update);
			logger.info("Route source " + source + " now has " + update.size() + " routes");
		}
		catch (RuntimeException ex) {
			logger.error(
					"Refused an update of route source " + source + "; its last good routes stay. " + ex.getMessage());
			logger.debug("The refused update", ex);
		}
	}

	private RouteTable compile(Map<RouteSource, Collection<Route>> bySource) {
		List<Route> all = new ArrayList<>(this.fixed);
		bySource.values().forEach(all::addAll);
		return this.compiler.compile(all);
	}

	private void use(RouteTable table) {
		Set<String> warnings = new LinkedHashSet<>(this.ownHandlers.warnings(table));
		warnings.stream().filter((warning) -> !this.warnings.contains(warning)).forEach(logger::warn);
		this.warnings = warnings;
		this.current = table;
		this.compiler.used(table);
	}

	@Override
	public void stop() {
		this.running = false;
		this.subscriptions.dispose();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
