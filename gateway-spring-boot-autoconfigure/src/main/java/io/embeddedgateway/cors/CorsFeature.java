package io.embeddedgateway.cors;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.reactive.CorsProcessor;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Answers preflights, and says which other origins may read the responses, on routes that
 * have a {@link CorsPolicy}.
 */
public final class CorsFeature implements RouteFeature {

	private final CorsProcessor processor;

	/**
	 * Create the feature.
	 * @param processor applies the rules
	 */
	public CorsFeature(CorsProcessor processor) {
		this.processor = processor;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.CORS;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(CorsPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		CorsPolicy policy = route.policy(CorsPolicy.class);
		return (policy != null && !policy.equals(CorsPolicy.NONE)) ? CorsFilter.of(policy, this.processor) : null;
	}

}
