package io.embeddedgateway.autoconfigure;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.limits.BodyLimitPolicy;
import io.embeddedgateway.resilience.CircuitBreakerPolicy;
import io.embeddedgateway.resilience.MaxConcurrentPolicy;
import io.embeddedgateway.resilience.TimeoutPolicy;
import io.embeddedgateway.service.Instance;

/**
 * Makes routes of what the configuration declares.
 */
final class DeclaredRoutes {

	private final DefaultsProperties defaults;

	private final boolean closed;

	private final Function<String, GatewayFilter> filters;

	private final DeclaredAggregates aggregates;

	DeclaredRoutes(GatewayProperties properties, Function<String, GatewayFilter> filters,
			DeclaredAggregates aggregates) {
		this.defaults = properties.defaults();
		this.closed = !properties.auth().isEmpty();
		this.filters = filters;
		this.aggregates = aggregates;
	}

	/**
	 * Make a route.
	 * @param id the id of the route
	 * @param declared what was declared
	 * @param origin where it was declared
	 * @return the route
	 * @throws IllegalArgumentException if something about it is wrong
	 */
	Route route(String id, RouteProperties declared, @Nullable String origin) {
		Route.Builder route = Route.builder(id)
			.path(declared.path().toArray(String[]::new))
			.order(declared.order())
			.origin(origin);
		filterNames(declared).forEach((name) -> route.filter(name, this.filters.apply(name)));
		declared.metadata().forEach(route::metadata);
		withIfPresent(route, declared.match());
		withIfPresent(route, auth(declared));
		DataSize maxRequestBody = (declared.maxRequestBody() != null) ? declared.maxRequestBody()
				: this.defaults.maxRequestBody();
		withIfPresent(route, (maxRequestBody != null) ? new BodyLimitPolicy(maxRequestBody) : null);
		timeouts(route, declared);
		withIfPresent(route, (declared.transform() != null) ? declared.transform() : this.defaults.transform());
		withIfPresent(route, declared.relay());
		withIfPresent(route, declared.retry());
		withIfPresent(route, declared.hedge());
		FallbackProperties fallback = fallback(id, declared, this.defaults);
		withIfPresent(route, (fallback != null) ? fallback.policy() : null);
		withIfPresent(route, declared.websocket());
		withIfPresent(route, declared.sticky());
		withIfPresent(route, declared.circuitBreaker());
		withIfPresent(route, declared.maxConcurrent());
		withIfPresent(route, (declared.cors() != null) ? declared.cors() : this.defaults.cors());
		withIfPresent(route, (declared.addresses() != null) ? declared.addresses() : this.defaults.addresses());
		withIfPresent(route,
				(declared.secureHeaders() != null) ? declared.secureHeaders() : this.defaults.secureHeaders());
		withIfPresent(route, (declared.rateLimit() != null) ? declared.rateLimit() : this.defaults.rateLimit());
		withIfPresent(route, (declared.accessLog() != null) ? declared.accessLog() : this.defaults.accessLog());
		return checked(end(route, declared));
	}

	private void timeouts(Route.Builder route, RouteProperties declared) {
		TimeoutProperties timeout = (declared.timeout() != null) ? declared.timeout() : this.defaults.timeout();
		TimeoutPolicy whole = (declared.aggregate() != null) ? declared.aggregate().timeoutPolicy() : null;
		if (whole != null) {
			route.with(whole);
		}
		else if (timeout != null) {
			withIfPresent(route, timeout.timeoutPolicy());
		}
		boolean calls = declared.isForwarded() || declared.aggregate() != null;
		if (timeout != null && (declared.timeout() != null || calls)) {
			withIfPresent(route, timeout.waitPolicy());
		}
	}

	// Said on the route itself, so that it is refused if nobody applies it
	private @Nullable AuthPolicy auth(RouteProperties declared) {
		AuthPolicy byDefault = (this.defaults.auth() == null && this.closed) ? AuthPolicy.REQUIRED
				: this.defaults.auth();
		return (declared.auth() != null) ? declared.auth() : byDefault;
	}

	/**
	 * The fallback of a route: that of the defaults only for routes that can have one,
	 * and not for the route that it leads to.
	 * @param id the id of the route
	 * @param declared what was declared
	 * @param defaults the settings for every route
	 * @return the fallback, or {@code null} if there is none
	 */
	static @Nullable FallbackProperties fallback(String id, RouteProperties declared, DefaultsProperties defaults) {
		FallbackProperties byDefault = defaults.fallback();
		if (declared.fallback() != null || byDefault == null) {
			return declared.fallback();
		}
		return (declared.isForwarded() && !id.equals(byDefault.route())) ? byDefault : null;
	}

	List<String> filterNames(RouteProperties declared) {
		return (declared.filters() != null) ? declared.filters() : this.defaults.filters();
	}

	private static void withIfPresent(Route.Builder route, @Nullable Object policy) {
		if (policy != null) {
			route.with(policy);
		}
	}

	// Here already, so that it is reported together with other mistakes
	private static Route checked(Route route) {
		if (route.policy(CircuitBreakerPolicy.class) != null) {
			CircuitBreakerPolicy.checkTarget(route.target());
		}
		if (route.policy(MaxConcurrentPolicy.class) != null) {
			MaxConcurrentPolicy.checkTarget(route.target());
		}
		return route;
	}

	private Route end(Route.Builder route, RouteProperties declared) {
		if (declared.service() != null) {
			return route.toService(declared.service());
		}
		if (declared.uri() != null) {
			// Says best what is wrong with it
			return route.toUri(Instance.of(declared.uri()).uri().toString());
		}
		if (declared.redirect() != null) {
			return route.answer(declared.redirect());
		}
		if (declared.aggregate() != null) {
			return route.answer(this.aggregates.policy(declared.aggregate()));
		}
		return (declared.respond() != null) ? route.answer(declared.respond()) : route.toLocal();
	}

}
