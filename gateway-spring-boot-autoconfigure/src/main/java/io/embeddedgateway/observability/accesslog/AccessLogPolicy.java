package io.embeddedgateway.observability.accesslog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.HeaderNames;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.text.Printable;

/**
 * Which lines the access log has, and what stands in them.
 *
 * @param format how the lines look
 * @param fields what a line in JSON says, in this order; all but {@code scheme} and
 * {@code phase} if there are none
 * @param requestHeaders further headers of the request in a line in JSON; copied
 * @param mask further names of headers, query parameters and path variables whose values
 * are secret; copied
 * @param sample how many of the requests have a line, 0% to 100%. Those that failed have
 * one in any case: with a status of 500 and more, or not complete
 */
public record AccessLogPolicy(@DefaultValue("json") AccessLogFormat format, @DefaultValue List<AccessLogField> fields,
		@DefaultValue List<String> requestHeaders, @DefaultValue List<String> mask,
		@DefaultValue("100%") Percentage sample) {

	private static final int MOST_HEADERS = 50;

	private static final List<AccessLogField> DEFAULT_FIELDS = List
		.copyOf(EnumSet.complementOf(EnumSet.of(AccessLogField.SCHEME, AccessLogField.PHASE)));

	/**
	 * No line for any request.
	 */
	public static final AccessLogPolicy NONE = of(AccessLogFormat.NONE);

	/**
	 * A line in JSON for each request.
	 */
	public static final AccessLogPolicy JSON = of(AccessLogFormat.JSON);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if something does not go with the format, is named
	 * twice, is no name, or is out of range
	 */
	public AccessLogPolicy {
		checkFormat(format, fields, requestHeaders);
		checkFields(fields);
		checkHeaders(requestHeaders);
		for (String name : mask) {
			if (SecretNames.normalized(name).isEmpty()) {
				throw new IllegalArgumentException("'mask' has '" + Printable.of(name)
						+ "', which is no name. Write names of headers or query parameters, such as 'session_id'");
			}
		}
		RouteAccessLogPolicy.check(sample);
		fields = fields.isEmpty() ? DEFAULT_FIELDS : List.copyOf(fields);
		requestHeaders = List.copyOf(requestHeaders);
		mask = List.copyOf(mask);
	}

	private static void checkFormat(AccessLogFormat format, List<AccessLogField> fields, List<String> headers) {
		boolean chosen = !headers.isEmpty() || !(fields.isEmpty() || fields.equals(DEFAULT_FIELDS));
		if (chosen && (format == AccessLogFormat.COMMON || format == AccessLogFormat.COMBINED)) {
			throw new IllegalArgumentException("'" + (headers.isEmpty() ? "fields" : "request-headers")
					+ "' goes with 'format: json' alone: other lines always have the same. Remove it, or write 'json'");
		}
	}

	private static void checkFields(List<AccessLogField> fields) {
		Set<AccessLogField> seen = EnumSet.noneOf(AccessLogField.class);
		for (AccessLogField field : fields) {
			if (!seen.add(field)) {
				throw new IllegalArgumentException("'fields' has '" + field.key() + "' twice. Remove one");
			}
		}
	}

	private static void checkHeaders(List<String> headers) {
		if (headers.size() > MOST_HEADERS) {
			throw new IllegalArgumentException(
					"'request-headers' has " + headers.size() + " names. Write " + MOST_HEADERS + " at most");
		}
		for (String header : headers) {
			if (!HeaderNames.isToken(header)) {
				throw new IllegalArgumentException("'request-headers' has '" + Printable.of(header)
						+ "', which is no name of a header. Write for example 'X-Request-Id'");
			}
			if (headers.stream().filter(header::equalsIgnoreCase).count() > 1) {
				throw new IllegalArgumentException("'request-headers' has '" + header + "' twice. Remove one");
			}
		}
	}

	/**
	 * A policy from its short form.
	 * @param text {@code json}, {@code common}, {@code combined} or {@code none};
	 * {@code off}, which YAML takes for {@code false}, is {@code none}
	 * @return the policy
	 * @throws IllegalArgumentException if it is none of them
	 */
	public static AccessLogPolicy of(String text) {
		return switch (text) {
			case "none", "off", "false" -> NONE;
			case "json" -> JSON;
			case "common" -> of(AccessLogFormat.COMMON);
			case "combined" -> of(AccessLogFormat.COMBINED);
			default -> throw new IllegalArgumentException("'" + Printable.of(text)
					+ "' is no format of an access log. Write 'json', 'common', 'combined' or 'none'");
		};
	}

	private static AccessLogPolicy of(AccessLogFormat format) {
		return new AccessLogPolicy(format, List.of(), List.of(), List.of(), Percentage.of(100));
	}

	/**
	 * This policy with other fields.
	 * @param fields what a line in JSON says, in this order
	 * @return the changed policy
	 */
	public AccessLogPolicy withFields(AccessLogField... fields) {
		return new AccessLogPolicy(this.format, List.of(fields), this.requestHeaders, this.mask, this.sample);
	}

	/**
	 * This policy with other headers.
	 * @param names the names of headers of the request
	 * @return the changed policy
	 */
	public AccessLogPolicy withRequestHeaders(String... names) {
		return new AccessLogPolicy(this.format, this.fields, List.of(names), this.mask, this.sample);
	}

	/**
	 * This policy with more that is masked.
	 * @param names the names of headers, query parameters or path variables
	 * @return the changed policy
	 */
	public AccessLogPolicy withMasked(List<String> names) {
		List<String> all = new ArrayList<>(this.mask);
		all.addAll(names);
		return new AccessLogPolicy(this.format, this.fields, this.requestHeaders, all, this.sample);
	}

	/**
	 * This policy with another sample.
	 * @param sample how many of the requests have a line, 0% to 100%
	 * @return the changed policy
	 */
	public AccessLogPolicy withSample(Percentage sample) {
		return new AccessLogPolicy(this.format, this.fields, this.requestHeaders, this.mask, sample);
	}

}
