package io.embeddedgateway.transform;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.embeddedgateway.HeaderNames;
import io.embeddedgateway.Template;

/**
 * Which headers may be set, added and removed: none that belong to the connection, frame
 * the body, or are the gateway's own to write.
 */
enum HeaderRules {

	/**
	 * The headers of a request.
	 */
	REQUEST,

	/**
	 * The headers of a response.
	 */
	RESPONSE;

	void check(String key, Map<String, Template> headers) {
		Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, value) -> {
			checkName(key, name);
			checkValue(key, name, value);
			String other = names.put(name, name);
			if (other != null) {
				throw new IllegalArgumentException(
						"'" + key + "' has '" + other + "' and '" + name + "', which are the same header. Remove one");
			}
		});
	}

	void checkRemoved(List<String> names) {
		for (String name : names) {
			if (name.equals("*")) {
				throw new IllegalArgumentException(
						"'remove-headers' has '*', which would remove every header. Write the names, or how they start");
			}
			boolean wildcard = name.endsWith("*");
			checkName("remove-headers", wildcard ? name.substring(0, name.length() - 1) : name);
		}
	}

	boolean isReserved(String name) {
		return (this == REQUEST) ? HeaderNames.isReserved(name) : HeaderNames.isFraming(name);
	}

	private void checkName(String key, String name) {
		if (!HeaderNames.isToken(name)) {
			throw new IllegalArgumentException("'" + key + "' has '" + name
					+ "', which is not the name of a header. Write letters, digits and hyphens");
		}
		if (!isReserved(name)) {
			return;
		}
		String advice = "";
		if (name.equalsIgnoreCase("host")) {
			advice = ", and write 'preserve-host: true' on the service to pass on that of the client";
		}
		else if (HeaderNames.isForwarded(name)) {
			advice = ", and name the proxies to trust under 'gateway.trusted-proxies' to pass on what they sent";
		}
		throw new IllegalArgumentException(
				"'" + key + "' has '" + name + "', which only the gateway writes. Remove it" + advice);
	}

	private static void checkValue(String key, String name, Template value) {
		boolean printable = LiteralText.of(value).chars().allMatch((c) -> (c >= ' ' && c <= 0x7e) || c == '\t');
		if (!printable) {
			throw new IllegalArgumentException("'" + key + "' has a value for '" + name
					+ "' with characters that a header can't hold. Write printable ASCII");
		}
	}

}
