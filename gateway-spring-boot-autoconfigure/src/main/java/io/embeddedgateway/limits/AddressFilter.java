package io.embeddedgateway.limits;

import java.net.InetAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * Refuses clients by their address.
 */
record AddressFilter(AddressPolicy policy) implements ExplainedFilter {

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange, GatewayFilterChain chain) {
		InetAddress address = exchange.client().address();
		return isAllowed(address) ? chain.filter(exchange) : Mono.error(() -> new ForbiddenException(
				"the address of the client (" + exchange.client().addressText() + ") is not allowed by 'addresses'"));
	}

	private boolean isAllowed(@Nullable InetAddress address) {
		if (address == null) {
			// Of whom nothing is known, it can't be said that it is not denied
			return false;
		}
		List<AddressRange> allow = this.policy.allow();
		return (allow == null || holds(allow, address)) && !holds(this.policy.deny(), address);
	}

	private static boolean holds(List<AddressRange> ranges, InetAddress address) {
		for (AddressRange range : ranges) {
			if (range.contains(address)) {
				return true;
			}
		}
		return false;
	}

}
