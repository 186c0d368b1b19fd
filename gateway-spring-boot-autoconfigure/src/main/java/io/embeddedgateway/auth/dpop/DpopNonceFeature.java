package io.embeddedgateway.auth.dpop;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;

/**
 * Tells a client the next nonce with an answer, before the one it has ends (RFC 9449
 * §8.2).
 */
public final class DpopNonceFeature implements RouteFeature {

	static final String HEADER = "DPoP-Nonce";

	static final AttributeKey<String> NEXT = AttributeKey.ofRequest("next nonce of DPoP", String.class);

	private final boolean nonces;

	/**
	 * Create the feature.
	 * @param policy the policy of proofs
	 */
	public DpopNonceFeature(DpopPolicy policy) {
		this.nonces = policy.nonce() == NonceMode.REQUIRED;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.AUTHENTICATE;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of();
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return this.nonces
				? (exchange, chain) -> chain.filter(exchange).map((response) -> withNonce(response, exchange)) : null;
	}

	private static GatewayResponse withNonce(GatewayResponse response, GatewayExchange exchange) {
		String next = exchange.attribute(NEXT);
		return (next != null) ? response.withHeaders((headers) -> headers.set(HEADER, next)) : response;
	}

}
