package io.embeddedgateway.transform;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Template;

/**
 * Changes requests and responses on routes that have a {@link TransformPolicy}.
 */
public final class TransformFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.TRANSFORM;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(TransformPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		TransformPolicy policy = route.policy(TransformPolicy.class);
		if (policy == null) {
			return null;
		}
		check(route, policy);
		RequestEdits request = RequestEdits.of(policy.request());
		ResponseEdits response = ResponseEdits.of(policy.response());
		return (request != null || response != null) ? new TransformFilter(request, response) : null;
	}

	private static void check(Route route, TransformPolicy policy) {
		RequestTransform request = policy.request();
		if (request != null) {
			if (request.path() != null) {
				request.path().check(route);
			}
			check(route, request.setQuery());
			check(route, request.setHeaders());
			check(route, request.addHeaders());
		}
		ResponseTransform response = policy.response();
		if (response != null) {
			check(route, response.setHeaders());
			check(route, response.addHeaders());
		}
	}

	private static void check(Route route, Map<String, Template> templates) {
		templates.values().forEach((template) -> template.check(route));
	}

}
