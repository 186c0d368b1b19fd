package io.embeddedgateway.routing;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayResponse;

/**
 * A filter at its place, and what comes behind it.
 */
final class ChainLink implements GatewayFilterChain {

	private final String name;

	private final GatewayFilter filter;

	private final GatewayFilterChain next;

	ChainLink(PlannedFilter planned, GatewayFilterChain next) {
		this(planned.name(), planned.filter(), next);
	}

	private ChainLink(String name, GatewayFilter filter, GatewayFilterChain next) {
		this.name = name;
		this.filter = filter;
		this.next = next;
	}

	@Override
	public Mono<GatewayResponse> filter(GatewayExchange exchange) {
		@Nullable Mono<GatewayResponse> response;
		try {
			response = this.filter.filter(exchange, this.next);
		}
		catch (RuntimeException ex) {
			return Mono.error(ex);
		}
		return (response != null) ? response
				: Mono.error(new IllegalStateException("Filter " + this.filter + " returned null"));
	}

	@Override
	public GatewayFilterChain followedBy(Consumer<String> follower) {
		ChainLink followed = new ChainLink(this.name, this.filter, this.next.followedBy(follower));
		return (exchange) -> {
			follower.accept(this.name);
			return followed.filter(exchange);
		};
	}

	@Override
	public String toString() {
		return this.name + ", and what comes behind it";
	}

}
