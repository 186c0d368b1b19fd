package io.embeddedgateway.observability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;

/**
 * Keeps a {@link RequestRecord} of each request that somebody wants to be told of. Parts
 * and fallbacks belong to the request of the client.
 */
public final class ObserveFeature implements RouteFeature {

	private final List<RouteObserver> observers;

	private final @Nullable RequestTracing tracing;

	/**
	 * Create the feature.
	 * @param observers who wants to be told of requests
	 * @param tracing traces requests, or {@code null} if nobody does
	 */
	public ObserveFeature(Collection<? extends RouteObserver> observers, @Nullable RequestTracing tracing) {
		this.observers = List.copyOf(observers);
		this.tracing = tracing;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.OBSERVE;
	}

	@Override
	public Set<Class<?>> policies() {
		Set<Class<?>> policies = new HashSet<>();
		this.observers.forEach((observer) -> policies.addAll(observer.policies()));
		return policies;
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		return chains.isPart() ? null : filterFor(route);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		List<RequestListener> listeners = new ArrayList<>();
		for (RouteObserver observer : this.observers) {
			RequestListener listener = observer.listenerFor(route);
			if (listener != null) {
				listeners.add(listener);
			}
		}
		if (listeners.isEmpty() && this.tracing == null) {
			return null;
		}
		Recording recording = new Recording(List.copyOf(listeners), this.tracing);
		return (exchange, chain) -> exchange.isLed() ? chain.filter(exchange)
				: new RecordedCall(recording, exchange, chain);
	}

	@Override
	public void used(Collection<Route> routes) {
		this.observers.forEach((observer) -> observer.retain(routes));
	}

}
