package io.embeddedgateway.transform;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.masking.Masked;

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
		return new Redirection(location, status);
	}

	/**
	 * Answers where to go instead.
	 *
	 * @param location where
	 * @param status the status of the answer
	 */
	private record Redirection(RedirectLocation location, HttpStatusCode status) implements ExplainedFilter {

		@Override
		public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
			try {
				String value = this.location.expand(exchange);
				return Mono.just(GatewayResponse.of(this.status)
					.withHeaders((headers) -> headers.set(HttpHeaders.LOCATION, value)));
			}
			catch (GatewayException ex) {
				return Mono.error(ex);
			}
		}

		@Override
		public Mono<FilterEffect> explain(GatewayExchange exchange) {
			return FilterEffect.of(this, exchange)
				.map((effect) -> (effect.answer() == this.status)
						? effect.with("location", Masked.uri(this.location.expand(exchange), null, Map.of())) : effect);
		}

	}

}
