package io.embeddedgateway.transform;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Answers on routes that end at a {@link RedirectPolicy}.
 */
public final class RedirectFeature implements RouteFeature {

	@Override
	public FilterStage stage() {
		return FilterStage.TARGET;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(RedirectPolicy.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		RedirectPolicy policy = Answers.policy(route, RedirectPolicy.class);
		if (policy == null) {
			return null;
		}
		RedirectLocation location = RedirectLocation.of(policy.to());
		location.check(route);
		HttpStatusCode status = HttpStatusCode.valueOf(policy.status());
		return (exchange, chain) -> redirect(exchange, location, status);
	}

	private static Mono<GatewayResponse> redirect(GatewayExchange exchange, RedirectLocation location,
			HttpStatusCode status) {
		try {
			String value = location.expand(exchange);
			return Mono
				.just(GatewayResponse.of(status).withHeaders((headers) -> headers.set(HttpHeaders.LOCATION, value)));
		}
		catch (GatewayException ex) {
			return Mono.error(ex);
		}
	}

}
