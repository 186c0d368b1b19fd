package io.embeddedgateway.auth;

import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;

/**
 * A caller whose credentials are valid, and what is known about these.
 *
 * @param caller the caller
 * @param credential what proves it
 * @param details what the application's own handlers get as principal, or {@code null} if
 * that is the caller itself
 * @param expires when the credentials end, or {@code null} if they don't
 * @param confirmation what else the sender has to prove, as the claim {@code cnf} has it
 * (RFC 7800); empty if nothing
 * @param valid whether they are still what they were: asked each time when they are
 * remembered
 */
public record VerifiedCaller(Caller caller, Credential credential, @Nullable Object details, @Nullable Instant expires,
		Map<String, Object> confirmation, BooleanSupplier valid) {

	private static final AttributeKey<VerifiedCaller> KEY = AttributeKey.ofRequest("verified caller",
			VerifiedCaller.class);

	public VerifiedCaller {
		confirmation = Map.copyOf(confirmation);
	}

	/**
	 * A caller whose credentials don't end, and who has to prove nothing else.
	 * @param caller the caller
	 * @param credential what proves it
	 */
	public VerifiedCaller(Caller caller, Credential credential) {
		this(caller, credential, null, null, Map.of(), () -> true);
	}

	/**
	 * The caller of an exchange.
	 * @param exchange the exchange
	 * @return the caller with its credentials, or {@code null} if the gateway did not see
	 * any
	 */
	public static @Nullable VerifiedCaller of(GatewayExchange exchange) {
		return exchange.attribute(KEY);
	}

	VerifiedCaller of(String provider) {
		return this.caller.provider().equals(provider) ? this : new VerifiedCaller(this.caller.withProvider(provider),
				this.credential, this.details, this.expires, this.confirmation, this.valid);
	}

	GatewayExchange in(GatewayExchange exchange) {
		exchange.attribute(KEY, this);
		return exchange.withCaller(this.caller);
	}

}
