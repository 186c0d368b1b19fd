package io.embeddedgateway.resilience;

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPattern;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Target;

/**
 * Lets others answer where the way to a service fails, on routes that have a
 * {@link FallbackPolicy}.
 */
public final class FallbackFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.FALLBACK;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(FallbackPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return filterFor(route, RouteChains.NONE);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		FallbackPolicy policy = route.policy(FallbackPolicy.class);
		if (policy == null) {
			return null;
		}
		if (!(route.target() instanceof Target.Service || route.target() instanceof Target.Uri)) {
			throw new IllegalArgumentException(
					"'fallback' is for routes that end at a 'service' or a 'uri'. Remove it");
		}
		RetryPolicy retry = route.policy(RetryPolicy.class);
		return new FallbackFilter(other(route, policy, chains),
				(policy.route() != null) ? "route " + policy.route() : "answer", policy.statuses(),
				((retry != null) ? retry : RetryPolicy.DEFAULT).maxBody());
	}

	private static GatewayFilterChain other(Route route, FallbackPolicy policy, RouteChains chains) {
		if (policy.route() != null) {
			return chains.to(policy.route());
		}
		// Its templates may use the variables of the path
		Route.Builder answering = Route.builder(route.id())
			.path(route.paths().stream().map(PathPattern::getPatternString).toArray(String[]::new))
			.origin(route.origin());
		route.metadata().forEach(answering::metadata);
		return chains.along(answering.answer(Objects.requireNonNull(policy.answer())));
	}

}
