package io.embeddedgateway.observability.tracing;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of an attempt, and the keys that describe it unless a convention of the
 * application says otherwise.
 */
public enum GatewayAttemptObservationDocumentation implements ObservationDocumentation {

	/**
	 * A request that is sent to an instance.
	 */
	ATTEMPT {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultGatewayAttemptObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

	};

	/**
	 * Keys of few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The method of the request, or {@code UNKNOWN} if it is none of HTTP's own.
		 */
		METHOD("method"),

		/**
		 * How the attempt ended: a {@link io.embeddedgateway.service.CallOutcome} in
		 * lower case with hyphens, or {@code cancelled} if nobody wanted the response any
		 * more.
		 */
		OUTCOME("outcome"),

		/**
		 * The id of the route that leads to the service.
		 */
		ROUTE("route"),

		/**
		 * The id of the service.
		 */
		SERVICE("service"),

		/**
		 * The status of the response, or {@code none}.
		 */
		STATUS("status");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of any number of values.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Which attempt of the request this is, from 1.
		 */
		ATTEMPT("attempt"),

		/**
		 * What went wrong, as in the metrics: an
		 * {@link io.embeddedgateway.upstream.UpstreamFault} in lower case with hyphens,
		 * or {@code none}.
		 */
		CAUSE("cause"),

		/**
		 * The kind of error, if the attempt ended with one: the {@link #CAUSE}, or else
		 * the status of the response, from 400 on.
		 */
		ERROR_TYPE("error.type"),

		/**
		 * The id of the instance.
		 */
		INSTANCE("instance"),

		/**
		 * The path that the instance is sent, without query.
		 */
		PATH("path");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
