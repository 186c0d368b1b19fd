package io.embeddedgateway.observability;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.GatewayExchange;

/**
 * Who may see the way of their requests in the header {@code X-Gateway-Trace}.
 *
 * @param addresses the addresses of clients of which one has to ask; any if empty
 * @param secret what they have to send, or {@code null} if they send {@code 1}
 */
public record TraceHeaderPolicy(@DefaultValue List<AddressRange> addresses, @Nullable TraceSecret secret) {

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if everybody may see it
	 */
	public TraceHeaderPolicy {
		addresses = List.copyOf(addresses);
		if (addresses.isEmpty() && secret == null) {
			throw new IllegalArgumentException(
					"has neither 'addresses' nor 'secret', so that everybody could ask. Write one, or both");
		}
	}

	/**
	 * A policy from its short form.
	 * @param text addresses or ranges of them, separated by commas
	 * @return the policy
	 * @throws IllegalArgumentException if the text is something else
	 */
	public static TraceHeaderPolicy of(String text) {
		return new TraceHeaderPolicy(
				Arrays.stream(text.split(",", -1)).map(String::strip).map(AddressRange::of).toList(), null);
	}

	/**
	 * Whether a request may see its way.
	 * @param sent what its header says
	 * @param exchange the request
	 * @return whether it may
	 */
	boolean trusts(String sent, GatewayExchange exchange) {
		boolean known = this.addresses.isEmpty()
				|| this.addresses.stream().anyMatch((range) -> range.contains(exchange.client().address()));
		return known && ((this.secret != null) ? this.secret.is(sent) : sent.equals("1"));
	}

}
