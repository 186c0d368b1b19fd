package io.embeddedgateway.aggregate;

import java.util.Set;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;

/**
 * Answers routes that have an {@link AggregatePolicy}.
 */
public final class AggregateFeature implements RouteFeature {

	private final ObservationRegistry observations;

	/**
	 * Create the feature.
	 * @param observations who observes the calls of parts
	 */
	public AggregateFeature(ObservationRegistry observations) {
		this.observations = observations;
	}

	@Override
	public FilterStage stage() {
		return FilterStage.TARGET;
	}

	@Override
	public Set<Class<?>> policies() {
		return Set.of(AggregatePolicy.class, BeanPart.class);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route) {
		return filterFor(route, RouteChains.NONE);
	}

	@Override
	public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
		AggregatePolicy policy = route.policy(AggregatePolicy.class);
		if (policy == null) {
			return route.policy(BeanPart.class);
		}
		PartGraph graph = PartGraph.of(route, policy, chains::along);
		return new AggregateFilter(graph, new PartReader(policy.limits()),
				new PartObservations(this.observations, route.id()));
	}

}
