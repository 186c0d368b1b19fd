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
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.reactive.HandlerMapping;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
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

	/**
	 * How long a source may take to say what it knows.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int LONGEST = 2000;

	private static final Log logger = LogFactory.getLog(RouteTables.class);

	private final RouteCompiler compiler;

	private final OwnHandlers ownHandlers;

	private final Clock clock;

	private final List<Route> fixed;

	private final List<RouteSource> sources;

	private final Map<RouteSource, Collection<Route>> latest = new HashMap<>();

	private Set<String> warnings = Set.of();

	private volatile RouteTable current = RouteTable.EMPTY;

	private volatile RouteTableView view;

	private volatile @Nullable RefusedUpdate refused;

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
		this.clock = clock;
		this.view = new RouteTableView(0, clock.instant(), List.of());
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

	/**
	 * The current table, with what its routes do.
	 * @return a snapshot
	 */
	public RouteTableView view() {
		return this.view;
	}

	/**
	 * The last routes that were refused.
	 * @return what was wrong with them, or {@code null} if none were refused since the
	 * start
	 */
	public @Nullable RefusedUpdate refused() {
		return this.refused;
	}

	/**
	 * Build the table again, and ask every source anew for its routes. A source that says
	 * nothing within ten seconds keeps its last good routes.
	 * @return the revision of the table that is in use then; an error with an
	 * {@link IllegalStateException} that says what went wrong if routes were refused or a
	 * source failed, or a {@link RouteTableException}
	 */
	public Mono<Long> reload() {
		return Mono.fromCallable(this::restart)
			.flatMap((answers) -> Mono.whenDelayError(answers)
				.timeout(PATIENCE, Mono.empty())
				.then(Mono.fromSupplier(() -> this.view.revision())));
	}

	private synchronized List<Mono<Void>> restart() {
		if (!this.running) {
			throw new IllegalStateException("The application does not run");
		}
		restore();
		return follow();
	}

	/**
	 * The filters of a route.
	 * @param id the id of the route
	 * @return their names in the order in which they run; empty if there is no such route
	 */
	public List<String> filters(String id) {
		for (RouteEntry entry : this.current.entries()) {
			if (entry.route().id().equals(id)) {
				return entry.compiled().filters().stream().map(PlannedFilter::name).toList();
			}
		}
		return List.of();
	}

	@Override
	public void start() {
		this.ownHandlers.discover();
		restore();
		follow();
		this.running = true;
	}

	// Each source from its beginning: what it says first is what it knows now
	private synchronized List<Mono<Void>> follow() {
		this.subscriptions.dispose();
		Disposable.Composite subscriptions = Disposables.composite();
		this.subscriptions = subscriptions;
		List<Mono<Void>> answers = new ArrayList<>();
		for (RouteSource source : this.sources) {
			Sinks.Empty<Void> answer = Sinks.empty();
			answers.add(answer.asMono());
			subscriptions.add(Flux.defer(source::routes)
				.doOnNext((routes) -> update(source, routes, answer))
				.doOnComplete(answer::tryEmitEmpty)
				.doOnError((ex) -> failed(source, ex, answer))
				.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
					.maxBackoff(Duration.ofMinutes(1))
					.transientErrors(true))
				.subscribe());
		}
		return answers;
	}

	private static void failed(RouteSource source, Throwable error, Sinks.Empty<Void> answer) {
		logger.warn("Route source " + source + " failed; its last good routes stay", error);
		answer.tryEmitError(
				new IllegalStateException("A route source failed; its last good routes stay. The log says why"));
	}

	// After a stop, with what the sources had delivered before
	private synchronized void restore() {
		use(compile(this.latest));
	}

	// Replace the routes of one source. Runs one at a time, off the request path
	private synchronized void update(RouteSource source, Collection<Route> routes, Sinks.Empty<Void> answer) {
		try {
			Collection<Route> update = List.copyOf(routes);
			Map<RouteSource, Collection<Route>> next = new HashMap<>(this.latest);
			next.put(source, update);
			use(compile(next));
			this.latest.put(source, update);
			logger.info("Route source " + source + " now has " + update.size() + " routes");
			answer.tryEmitEmpty();
		}
		catch (RuntimeException ex) {
			String refusal = "Refused an update of route source " + source + "; its last good routes stay. ";
			logger.error(refusal + ex.getMessage());
			logger.debug("The refused update", ex);
			String told = refusal + told(ex);
			this.refused = new RefusedUpdate(this.clock.instant(), told);
			// What features keep of the routes that were refused
			this.compiler.used(this.current);
			answer.tryEmitError(new IllegalStateException(told));
		}
	}

	// What features and beans of the application throw may say anything
	private static String told(RuntimeException error) {
		String message = (error instanceof RouteTableException) ? String.valueOf(error.getMessage())
				: error.getClass().getSimpleName() + ": the log says why";
		return (message.length() > LONGEST) ? message.substring(0, LONGEST) + "..." : message;
	}

	private RouteTable compile(Map<RouteSource, Collection<Route>> bySource) {
		List<Route> all = new ArrayList<>(this.fixed);
		bySource.values().forEach(all::addAll);
		return this.compiler.compile(all);
	}

	private void use(RouteTable table) {
		Set<String> warnings = new LinkedHashSet<>(this.ownHandlers.warnings(table));
		warnings.addAll(Reach.warnings(table));
		warnings.stream().filter((warning) -> !this.warnings.contains(warning)).forEach(logger::warn);
		this.warnings = warnings;
		this.current = table;
		this.view = new RouteTableView(this.view.revision() + 1, this.clock.instant(),
				table.views(this.ownHandlers.shadows(table)));
		this.compiler.used(table);
	}

	@Override
	public synchronized void stop() {
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
