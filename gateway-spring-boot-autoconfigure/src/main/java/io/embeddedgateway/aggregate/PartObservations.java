package io.embeddedgateway.aggregate;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.embeddedgateway.metrics.GatewayMeter;

/**
 * Observes the calls of parts: a timer and a span for each, if anybody observes at all.
 */
final class PartObservations {

	// That of ObservationThreadLocalAccessor, under which Reactor's context has the
	// observation around it
	private static final String KEY = "micrometer.observation";

	private final ObservationRegistry registry;

	private final String route;

	PartObservations(ObservationRegistry registry, String route) {
		this.registry = registry;
		this.route = route;
	}

	/**
	 * Begin to observe a call.
	 * @param part the part that is called
	 * @param context the context of the request
	 * @return the observation, or {@code null} if nobody observes
	 */
	@Nullable Observation start(Part part, ContextView context) {
		if (this.registry.isNoop()) {
			return null;
		}
		Observation observation = Observation.createNotStarted(GatewayMeter.AGGREGATE_PARTS.meterName(), this.registry)
			.contextualName("part " + part.name())
			.lowCardinalityKeyValue("route", this.route)
			.lowCardinalityKeyValue("part", part.name());
		Observation around = context.getOrDefault(KEY, null);
		return ((around != null) ? observation.parentObservation(around) : observation).start();
	}

	static Context within(Context context, @Nullable Observation observation) {
		return (observation != null) ? context.put(KEY, observation) : context;
	}

	static void stop(@Nullable Observation observation, @Nullable PartOutcome outcome) {
		if (observation == null) {
			return;
		}
		PartFailure failure = (outcome != null) ? outcome.failure() : null;
		String said = (failure != null) ? failure.type().toString() : "success";
		observation.lowCardinalityKeyValue("outcome", (outcome != null) ? said : "cancelled");
		if (failure != null && failure.cause() != null) {
			observation.error(failure.cause());
		}
		observation.stop();
	}

}
