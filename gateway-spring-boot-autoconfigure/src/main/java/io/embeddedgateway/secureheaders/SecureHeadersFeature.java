package io.embeddedgateway.secureheaders;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Puts headers that tell browsers to be careful on every answer of routes that have a
 * {@link SecureHeadersPolicy}.
 */
public final class SecureHeadersFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.ANSWER;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(SecureHeadersPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		SecureHeadersPolicy policy = route.policy(SecureHeadersPolicy.class);
		if (policy == null || policy.equals(SecureHeadersPolicy.NONE)) {
			return null;
		}
		SecureHeaders http = SecureHeaders.of(policy, false);
		SecureHeaders https = SecureHeaders.of(policy, true);
		return (exchange, chain) -> {
			exchange.onAnswer(exchange.client().scheme().equals("https") ? https : http);
			return chain.filter(exchange);
		};
	}

}
