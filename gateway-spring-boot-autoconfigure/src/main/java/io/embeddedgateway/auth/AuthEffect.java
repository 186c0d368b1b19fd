package io.embeddedgateway.auth;

import java.util.TreeSet;

import io.embeddedgateway.Caller;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.text.KebabCase;

/**
 * Tells what a route asks of callers, and who is calling.
 */
final class AuthEffect {

	private AuthEffect() {
	}

	static FilterEffect of(FilterEffect effect, AuthPolicy policy, GatewayExchange exchange) {
		FilterEffect told = effect.with("requires", KebabCase.of(policy.caller()));
		if (!policy.allOf().isEmpty()) {
			told = told.with("allOf", policy.allOf());
		}
		if (!policy.anyOf().isEmpty()) {
			told = told.with("anyOf", policy.anyOf());
		}
		if (!policy.providers().isEmpty()) {
			told = told.with("providers", new TreeSet<>(policy.providers()).stream().toList());
		}
		Caller caller = exchange.foundCaller();
		return (caller != null) ? told.with("caller", caller.name()).with("provider", caller.provider()) : told;
	}

}
