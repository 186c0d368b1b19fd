package io.embeddedgateway.sticky;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Mono;

import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.ServiceUnavailableException;
import io.embeddedgateway.service.Attempts;
import io.embeddedgateway.service.BoundInstance;
import io.embeddedgateway.service.ServiceInstance;

/**
 * Binds requests to the instance that their token stands for, and gives a token to
 * clients that have none, or were answered by another instance.
 *
 * @param serviceId the id of the service
 * @param onLoss what happens when the instance is gone
 * @param carrier how tokens travel
 * @param tokens the tokens of the service
 * @param tags the tags of its instances
 */
record StickyFilter(String serviceId, OnLoss onLoss, Carrier carrier, Tokens tokens,
		InstanceTags tags) implements ExplainedFilter {

	private static final Log logger = LogFactory.getLog(StickyFilter.class);

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		List<String> sent = this.carrier.read(exchange.request());
		Token token = read(sent, exchange);
		if (token != null && !bind(token, exchange)) {
			return Mono.error(() -> new ServiceUnavailableException("The service is not available.", this.serviceId,
					"service '" + this.serviceId + "' does not have the instance any more that the client is bound to",
					null));
		}
		Attempts attempts = Attempts.keep(exchange);
		GatewayExchange inner = sent.isEmpty() ? exchange
				: exchange.withRequest(this.carrier.remove(exchange.request()));
		return chain.filter(inner).map((response) -> answer(response, exchange, attempts.answered(), token));
	}

	@Override
	public Mono<FilterEffect> explain(GatewayExchange exchange) {
		return FilterEffect.of(this, exchange).map((effect) -> {
			BoundInstance bound = BoundInstance.of(exchange);
			return effect.with("service", this.serviceId).with("boundTo", (bound != null) ? bound.instanceId() : null);
		});
	}

	private @Nullable Token read(List<String> sent, GatewayExchange exchange) {
		for (String text : sent) {
			Token token = this.tokens.read(text);
			if (token != null) {
				return token;
			}
		}
		if (!sent.isEmpty() && logger.isDebugEnabled()) {
			logger.debug("A token for service '" + this.serviceId
					+ "' was forged or altered, is for another service or key, or has expired: " + exchange);
		}
		return null;
	}

	private boolean bind(Token token, GatewayExchange exchange) {
		ServiceInstance instance = this.tags.instance(token.tag());
		if (instance != null) {
			new BoundInstance(this.serviceId, instance.id(), this.onLoss == OnLoss.FAIL).bind(exchange);
		}
		return instance != null || this.onLoss != OnLoss.FAIL;
	}

	private GatewayResponse answer(GatewayResponse response, GatewayExchange exchange,
			@Nullable ServiceInstance answered, @Nullable Token token) {
		String tag = (answered != null) ? this.tags.tag(answered) : null;
		if (tag == null || !isDue(tag, token, response.status())) {
			return response;
		}
		return response.withHeaders((headers) -> {
			this.carrier.write(headers, this.tokens.issue(tag), exchange);
			keepPrivate(headers);
		});
	}

	private boolean isDue(String tag, @Nullable Token token, HttpStatusCode status) {
		if (token != null && token.tag().equals(tag)) {
			return this.tokens.isToBeRenewed(token);
		}
		// Nobody wants to stay where there is no help
		return status.value() < 502 || status.value() > 504;
	}

	// Else a shared cache could hand the token to others (RFC 9111 §5.2.2.7)
	private static void keepPrivate(HttpHeaders headers) {
		boolean kept = headers.getValuesAsList(HttpHeaders.CACHE_CONTROL)
			.stream()
			.anyMatch((value) -> value.equalsIgnoreCase("private") || value.equalsIgnoreCase("no-store"));
		if (!kept) {
			headers.add(HttpHeaders.CACHE_CONTROL, "private");
		}
	}

}
