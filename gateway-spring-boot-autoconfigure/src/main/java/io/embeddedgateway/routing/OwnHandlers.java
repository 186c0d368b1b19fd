package io.embeddedgateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
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

	private volatile List<RouterFunction<?>> functions = List.of();

	OwnHandlers(Supplier<Map<String, HandlerMapping>> mappings) {
		this.mappings = mappings;
	}

	// Find the handlers, once all beans are there
	void discover() {
		List<OwnHandler> handlers = new ArrayList<>();
		List<RouterFunction<?>> functions = new ArrayList<>();
		this.mappings.get().forEach((name, mapping) -> {
			if (mapping instanceof RequestMappingInfoHandlerMapping annotated) {
				annotated.getHandlerMethods().forEach((info, method) -> add(handlers, info, method.toString()));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping byUrl) {
				add(handlers, byUrl.getHandlerMap());
			}
			// The welcome page is a static resource, though it is served by a function
			else if (mapping instanceof RouterFunctionMapping functional
					&& !name.equals("welcomePageRouterFunctionMapping") && functional.getRouterFunction() != null) {
				functions.add(functional.getRouterFunction());
				FunctionalPaths.of(functional.getRouterFunction())
					.forEach((pattern) -> handlers
						.add(new OwnHandler(pattern, true, (exchange) -> true, "functional endpoint")));
			}
		});
		PathTree<OwnHandler> tree = new PathTree<>();
		handlers.forEach((handler) -> tree.add(handler.pattern(), handler));
		this.handlers = List.copyOf(handlers);
		this.functions = List.copyOf(functions);
		this.tree = tree;
	}

	private static void add(Collection<OwnHandler> handlers, RequestMappingInfo info, String description) {
		for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
			handlers.add(new OwnHandler(pattern, false, (exchange) -> answers(info, exchange), description));
		}
	}

	private static boolean answers(RequestMappingInfo info, ServerWebExchange exchange) {
		// Spring answers OPTIONS for every path that has a handler
		return HttpMethod.OPTIONS.equals(exchange.getRequest().getMethod())
				|| info.getMatchingCondition(exchange) != null;
	}

	private static void add(Collection<OwnHandler> handlers, Map<PathPattern, Object> byUrl) {
		byUrl.forEach((pattern, handler) -> {
			if (!(handler instanceof ResourceWebHandler)) {
				handlers.add(new OwnHandler(pattern, false, (exchange) -> true, handler.toString()));
			}
		});
	}

	/**
	 * Whether an own handler answers a request rather than a route.
	 * @param exchange the exchange
	 * @param path its path within the application
	 * @param entry the route
	 * @return {@code true}, {@code false}, or {@code null} if only the functional
	 * endpoints can say
	 */
	@Nullable Boolean goBefore(ServerWebExchange exchange, PathContainer path, RouteEntry entry) {
		Verdict verdict = new Verdict();
		this.tree.visit(path, (handler) -> {
			if (!verdict.own && OwnHandler.goesBefore(handler.pattern(), entry) && handler.pattern().matches(path)) {
				if (handler.functional()) {
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
	 * Whether a functional endpoint answers a request rather than a route.
	 * @param exchange the exchange
	 * @param entry the route
	 * @return whether one does
	 */
	Mono<Boolean> functionsGoBefore(ServerWebExchange exchange, RouteEntry entry) {
		return Flux.fromIterable(this.functions)
			.concatMap((function) -> answers(function, exchange, entry))
			.any((answers) -> answers);
	}

	private static Mono<Boolean> answers(RouterFunction<?> function, ServerWebExchange exchange, RouteEntry entry) {
		ServerRequest request = ServerRequest.create(new Trial(exchange), List.of());
		return function.route(request).map((handler) -> {
			Object pattern = request.attributes().get(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
			return OwnHandler.goesBefore((pattern instanceof PathPattern matched) ? matched : ANY_PATH, entry);
		}).defaultIfEmpty(false);
	}

	/**
	 * Where a route and an own handler are equally specific.
	 * @param table the routes
	 * @return a sentence for each
	 */
	List<String> warnings(RouteTable table) {
		Map<String, OwnHandler> byPath = new HashMap<>();
		this.handlers.forEach((handler) -> byPath.put(RouteEntry.normalise(handler.pattern()), handler));
		List<String> warnings = new ArrayList<>();
		for (RouteEntry entry : table.entries()) {
			OwnHandler handler = byPath.get(RouteEntry.normalise(entry.pattern()));
			if (handler != null && entry.route().order() == 0 && !RouteTable.isLocal(entry.route())) {
				warnings.add(entry.route() + " and the application's own " + handler.description() + " both match '"
						+ handler.pattern() + "'. The application's own answers what both match; write 'order: -1' on "
						+ "the route to let the route do so");
			}
		}
		return warnings;
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
