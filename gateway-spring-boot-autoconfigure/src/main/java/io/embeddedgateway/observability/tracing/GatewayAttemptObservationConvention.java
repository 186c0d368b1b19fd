package io.embeddedgateway.observability.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and describes the observation of an attempt. A bean of this type takes the place
 * of {@link DefaultGatewayAttemptObservationConvention}.
 */
public interface GatewayAttemptObservationConvention extends ObservationConvention<GatewayAttemptObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof GatewayAttemptObservationContext;
	}

}
