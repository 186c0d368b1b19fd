package io.embeddedgateway.resilience;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Target;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;

/**
 * Finds what routes lead to, for features that can be asked for on routes and on
 * services.
 */
final class Targets {

	private Targets() {
	}

	static <T> PerRoute.Result<T, Runnable> observed(Services services, KeptObserver<? super T> observer) {
		return (routeId, target, kept) -> {
			LiveService service = service(target, services);
			return observer.observe((service != null) ? service.id() : null, routeId, kept);
		};
	}

	/**
	 * The service that a route leads to.
	 * @param target the target of the route
	 * @param services all services
	 * @return the service, or {@code null} if it leads elsewhere
	 */
	static @Nullable LiveService service(Target target, Services services) {
		if (target instanceof Target.Service service) {
			return services.get(service.id());
		}
		return (target instanceof Target.Uri server) ? services.forUri(server.uri()) : null;
	}

	/**
	 * The filter of a route around that of its service.
	 * @param outer the filter of the route, or {@code null}
	 * @param inner the filter of the service, or {@code null}
	 * @return both as one, or {@code null} if there is none
	 */
	static @Nullable GatewayFilter both(@Nullable GatewayFilter outer, @Nullable GatewayFilter inner) {
		if (outer == null || inner == null) {
			return (outer != null) ? outer : inner;
		}
		return new Both(outer, inner);
	}

	/**
	 * Two filters as one.
	 *
	 * @param outer the filter of the route
	 * @param inner the filter of the service
	 */
	private record Both(GatewayFilter outer, GatewayFilter inner) implements ExplainedFilter {

		@Override
		public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
			return this.outer.filter(exchange, (passed) -> this.inner.filter(passed, chain));
		}

		@Override
		public Mono<FilterEffect> explain(GatewayExchange exchange) {
			if (!(this.outer instanceof ExplainedFilter first) || !(this.inner instanceof ExplainedFilter second)) {
				return Mono.just(FilterEffect.passes(exchange));
			}
			return first.explain(exchange).flatMap((effect) -> {
				GatewayExchange next = effect.next();
				return (next != null) ? second.explain(next).map((then) -> then.with("ofRoute", effect.details()))
						: Mono.just(effect);
			});
		}

	}

}
