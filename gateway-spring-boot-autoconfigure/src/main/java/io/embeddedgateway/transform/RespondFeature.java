package io.embeddedgateway.transform;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Answers on routes that end at a {@link RespondPolicy}.
 */
public final class RespondFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.TARGET;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(RespondPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		RespondPolicy policy = Answers.policy(route, RespondPolicy.class);
		if (policy == null) {
			return null;
		}
		policy.headers().values().forEach((template) -> template.check(route));
		// Its body is made anew for each subscriber, so one response serves all requests
		GatewayResponse response = response(policy);
		HeaderEdits headers = HeaderEdits.of(policy);
		ExplainedFilter filter = (exchange, chain) -> (headers != null) ? respond(exchange, response, headers)
				: Mono.just(response);
		return filter;
	}

	private static GatewayResponse response(RespondPolicy policy) {
		HttpStatusCode status = HttpStatusCode.valueOf(policy.status());
		if (policy.body() == null) {
			return GatewayResponse.of(status);
		}
		MediaType type = policy.contentType();
		boolean unnamed = type.getType().equals("text") && type.getCharset() == null;
		return GatewayResponse.of(status, unnamed ? new MediaType(type, StandardCharsets.UTF_8) : type, policy.body());
	}

	private static Mono<GatewayResponse> respond(GatewayExchange exchange, GatewayResponse response,
			HeaderEdits headers) {
		try {
			return Mono.just(response.withHeaders(headers.fill(exchange)::apply));
		}
		catch (GatewayException ex) {
			return Mono.error(ex);
		}
	}

}
