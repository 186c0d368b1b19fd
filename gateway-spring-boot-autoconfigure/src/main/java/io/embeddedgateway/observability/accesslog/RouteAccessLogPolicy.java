package io.embeddedgateway.observability.accesslog;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.Percentage;
import io.embeddedgateway.text.Printable;

/**
 * Which requests of one route have a line in the access log.
 *
 * @param enabled whether any has, also of those that failed
 * @param sample how many of them have one, 0% to 100%. Those that failed have one in any
 * case: with a status of 500 and more, or not complete
 */
public record RouteAccessLogPolicy(@DefaultValue("true") boolean enabled, @DefaultValue("100%") Percentage sample) {

	/**
	 * A line for each request.
	 */
	public static final RouteAccessLogPolicy ALL = new RouteAccessLogPolicy(true, Percentage.of(100));

	/**
	 * No line for any request.
	 */
	public static final RouteAccessLogPolicy NONE = new RouteAccessLogPolicy(false, Percentage.of(100));

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the sample is more than all
	 */
	public RouteAccessLogPolicy {
		check(sample);
	}

	static void check(Percentage sample) {
		if (!sample.isBetween(0, 100)) {
			throw new IllegalArgumentException("'sample' is " + sample + ". Write 0% to 100%");
		}
	}

	/**
	 * A policy from its short form.
	 * @param text a percentage such as {@code 1%}, {@code all} or {@code none};
	 * {@code on} and {@code off}, which YAML takes for {@code true} and {@code false},
	 * are the same
	 * @return the policy
	 * @throws IllegalArgumentException if it is none of them
	 */
	public static RouteAccessLogPolicy of(String text) {
		return switch (text) {
			case "all", "on", "true" -> ALL;
			case "none", "off", "false" -> NONE;
			default -> {
				if (!text.endsWith("%")) {
					throw new IllegalArgumentException("'" + Printable.of(text)
							+ "' is no share of the requests. Write for example '1%', 'all' or 'none'");
				}
				yield new RouteAccessLogPolicy(true, Percentage.of(text));
			}
		};
	}

}
