package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.accept.ApiVersionHolder;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.accept.ApiVersionStrategy;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.routing.OwnHandler.LateAnswer;

/**
 * The handlers of the application itself (annotated, functional, actuator), which compete
 * with routes. Static resources do not. A request costs a look into a tree; the handler
 * is asked only where its path matches and goes before that of the route.
 */
final class OwnHandlers {

	private static final PathPattern ANY_PATH = PathPatternParser.defaultInstance.parse("/**");

	private final Supplier<Map<String, HandlerMapping>> mappings;

	private volatile PathTree<OwnHandler> tree = new PathTree<>();

	private volatile List<OwnHandler> handlers = List.of();

	private volatile List<LateAnswer> lateAnswers = List.of();

	OwnHandlers(Supplier<Map<String, HandlerMapping>> mappings) {
		this.mappings = mappings;
	}

	/**
	 * Find the handlers, once all beans are there.
	 * @throws IllegalStateException if the application matches paths without regard to
	 * case, so that its handlers could be reached past the routes that guard them
	 */
	void discover() {
		List<OwnHandler> handlers = new ArrayList<>();
		List<LateAnswer> lateAnswers = new ArrayList<>();
		this.mappings.get().forEach((name, mapping) -> {
			if (mapping instanceof AbstractHandlerMapping known) {
				checkCase(name, known);
			}
			if (mapping instanceof RequestMappingInfoHandlerMapping annotated) {
				add(handlers, lateAnswers, annotated);
			}
			else if (mapping instanceof AbstractUrlHandlerMapping byUrl) {
				add(handlers, byUrl.getHandlerMap());
			}
			// The welcome page is a static resource, though it is served by a function
			else if (mapping instanceof RouterFunctionMapping functional
					&& !name.equals("welcomePageRouterFunctionMapping") && functional.getRouterFunction() != null) {
				add(handlers, lateAnswers, functional.getRouterFunction(), functional.getApiVersionStrategy());
			}
		});
		PathTree<OwnHandler> tree = new PathTree<>();
		handlers.forEach((handler) -> tree.add(handler.pattern(), handler));
		this.handlers = List.copyOf(handlers);
		this.lateAnswers = List.copyOf(lateAnswers);
		this.tree = tree;
	}

	private static void checkCase(String name, AbstractHandlerMapping mapping) {
		if (!mapping.getPathPatternParser().isCaseSensitive()) {
			throw new IllegalStateException("The handler mapping '" + name + "' matches paths without regard to case. "
					+ "Routes do not, so that a handler could be reached past the route that guards it. Remove "
					+ "'setUseCaseSensitiveMatch(false)'");
		}
	}

	private static void add(Collection<OwnHandler> handlers, Collection<LateAnswer> lateAnswers,
			RequestMappingInfoHandlerMapping mapping) {
		ApiVersionStrategy versions = mapping.getApiVersionStrategy();
		mapping.getHandlerMethods().forEach((info, method) -> {
			for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
				handlers.add(new OwnHandler(pattern, (versions != null) ? null : (exchange) -> answers(info, exchange),
						method.toString()));
			}
		});
		if (versions != null) {
			lateAnswers.add((exchange, path,
					entry) -> withVersion(versions, exchange).map((trial) -> mapping.getHandlerMethods()
						.keySet()
						.stream()
						.anyMatch((info) -> info.getPatternsCondition()
							.getPatterns()
							.stream()
							.anyMatch((pattern) -> OwnHandler.goesBefore(pattern, entry) && pattern.matches(path))
								&& answers(info, trial))));
		}
	}

	// What the mapping itself does before it looks for a handler
	private static Mono<Trial> withVersion(ApiVersionStrategy versions, ServerWebExchange exchange) {
		return versions.resolveParseAndValidateApiVersion(exchange)
			.map(ApiVersionHolder::fromVersion)
			.onErrorResume(RuntimeException.class, (ex) -> Mono.just(ApiVersionHolder.fromError(ex)))
			.defaultIfEmpty(ApiVersionHolder.EMPTY)
			.map((version) -> {
				Trial trial = new Trial(exchange);
				trial.getAttributes().put(HandlerMapping.API_VERSION_ATTRIBUTE, version);
				return trial;
			});
	}

	private static boolean answers(RequestMappingInfo info, ServerWebExchange exchange) {
		// Spring answers OPTIONS for every path that has a handler; a preflight belongs
		// to the handler of the request that it announces
		return (HttpMethod.OPTIONS.equals(exchange.getRequest().getMethod())
				&& !CorsUtils.isPreFlightRequest(exchange.getRequest())) || info.getMatchingCondition(exchange) != null;
	}

	private static void add(Collection<OwnHandler> handlers, Map<PathPattern, Object> byUrl) {
		byUrl.forEach((pattern, handler) -> {
			if (!(handler instanceof ResourceWebHandler)) {
				handlers.add(new OwnHandler(pattern, (exchange) -> true, handler.toString()));
			}
		});
	}

	private static void add(Collection<OwnHandler> handlers, Collection<LateAnswer> lateAnswers,
			RouterFunction<?> function, @Nullable ApiVersionStrategy versions) {
		FunctionalPaths.of(function)
			.forEach((pattern) -> handlers.add(new OwnHandler(pattern, null, "functional endpoint")));
		lateAnswers.add((exchange, path,
				entry) -> ((versions != null) ? withVersion(versions, exchange) : Mono.just(new Trial(exchange)))
					.flatMap((trial) -> answers(function, ServerRequest.create(trial, List.of(), versions), entry)));
	}

	private static Mono<Boolean> answers(RouterFunction<?> function, ServerRequest request, RouteEntry entry) {
		return function.route(request).map((handler) -> {
			Object pattern = request.attributes().get(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
			return OwnHandler.goesBefore((pattern instanceof PathPattern matched) ? matched : ANY_PATH, entry);
		}).defaultIfEmpty(false);
	}

	/**
	 * Whether an own handler answers a request rather than a route.
	 * @param exchange the exchange
	 * @param path its path within the application
	 * @param entry the route
	 * @return {@code true}, {@code false}, or {@code null} if it takes longer to say
	 */
	@Nullable Boolean goBefore(ServerWebExchange exchange, PathContainer path, RouteEntry entry) {
		Verdict verdict = new Verdict();
		this.tree.visit(path, (handler) -> {
			if (!verdict.own && OwnHandler.goesBefore(handler.pattern(), entry) && handler.pattern().matches(path)) {
				if (handler.condition() == null) {
					verdict.perhaps = true;
				}
				else if (handler.condition().test(exchange)) {
					verdict.own = true;
				}
			}
		});
		return verdict.own ? Boolean.TRUE : (verdict.perhaps ? null : Boolean.FALSE);
	}

	/**
	 * Whether an own handler answers a request rather than a route, where that can't be
	 * said at once.
	 * @param exchange the exchange
	 * @param path its path within the application
	 * @param entry the route
	 * @return whether one does
	 */
	Mono<Boolean> goBeforeAfterAll(ServerWebExchange exchange, PathContainer path, RouteEntry entry) {
		return Flux.fromIterable(this.lateAnswers)
			.concatMap((late) -> late.goesBefore(exchange, path, entry))
			.any((answers) -> answers);
	}

	/**
	 * Find the handler that the application has for a request, as it will itself.
	 * @param exchange the request
	 * @return the handler, or the error of a mapping that refuses the request; empty if
	 * there is none, or only static resources
	 */
	Mono<Object> handlerFor(ServerWebExchange exchange) {
		List<HandlerMapping> ordered = new ArrayList<>(this.mappings.get().values());
		AnnotationAwareOrderComparator.sort(ordered);
		return Flux.fromIterable(ordered)
			.concatMap((mapping) -> mapping.getHandler(new Trial(exchange)))
			.next()
			.filter((handler) -> !(handler instanceof ResourceWebHandler));
	}

	/**
	 * Where a route and an own handler are equally specific.
	 * @param table the routes
	 * @return a sentence for each
	 */
	List<String> warnings(RouteTable table) {
		List<String> warnings = new ArrayList<>();
		visitShadows(table,
				(entry, handler) -> warnings.add(entry.route() + " and the application's own " + handler.description()
						+ " both match '" + handler.pattern()
						+ "'. The application's own answers what both match; write 'order: -1' on "
						+ "the route to let the route do so"));
		return warnings;
	}

	/**
	 * Which own handlers answer instead of a route that is as specific.
	 * @param table the routes
	 * @return the handlers by the id of the route, each with its path
	 */
	Map<String, List<String>> shadows(RouteTable table) {
		Map<String, List<String>> shadows = new HashMap<>();
		visitShadows(table, (entry, handler) -> shadows.computeIfAbsent(entry.route().id(), (id) -> new ArrayList<>())
			.add(handler.pattern() + " " + handler.description()));
		return shadows;
	}

	private void visitShadows(RouteTable table, BiConsumer<RouteEntry, OwnHandler> visitor) {
		Map<String, OwnHandler> byPath = new HashMap<>();
		this.handlers.forEach((handler) -> byPath.put(RouteEntry.normalise(handler.pattern()), handler));
		for (RouteEntry entry : table.entries()) {
			OwnHandler handler = byPath.get(RouteEntry.normalise(entry.pattern()));
			if (handler != null && entry.route().order() == 0 && !RouteTable.isLocal(entry.route())) {
				visitor.accept(entry, handler);
			}
		}
	}

	private static final class Verdict {

		private boolean own;

		private boolean perhaps;

	}

	/**
	 * An exchange whose attributes can be written without a trace.
	 */
	private static final class Trial extends ServerWebExchangeDecorator {

		private final Map<String, Object> attributes;

		Trial(ServerWebExchange exchange) {
			super(exchange);
			this.attributes = new ConcurrentHashMap<>(exchange.getAttributes());
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

	}

}
