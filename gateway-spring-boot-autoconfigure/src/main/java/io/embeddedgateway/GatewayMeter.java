package io.embeddedgateway;

import java.util.List;

/**
 * Everything that the gateway counts and measures: its name in Micrometer, and by what it
 * is told apart. What a tag can be is bounded by what is configured, never by what
 * clients send.
 */
public enum GatewayMeter {

	/**
	 * Requests that were answered or given up, and how long that took.
	 */
	REQUESTS("gateway.requests", Type.TIMER, "route", "service", "status", "outcome");

	private final String meterName;

	private final Type type;

	// What List.of makes is immutable, which its type does not say
	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> tags;

	GatewayMeter(String meterName, Type type, String... tags) {
		this.meterName = meterName;
		this.type = type;
		this.tags = List.of(tags);
	}

	/**
	 * The name.
	 * @return the name in Micrometer
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * What kind of meter this is.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * What meters of this name are told apart by.
	 * @return the keys of the tags
	 */
	public List<String> tags() {
		return this.tags;
	}

	/**
	 * A kind of meter.
	 */
	public enum Type {

		/**
		 * Counts what happens.
		 */
		COUNTER,

		/**
		 * Tells how much there is now.
		 */
		GAUGE,

		/**
		 * Counts what happens, and measures how long it takes.
		 */
		TIMER,

		/**
		 * Counts what happens, and measures how large it is.
		 */
		SUMMARY

	}

}
