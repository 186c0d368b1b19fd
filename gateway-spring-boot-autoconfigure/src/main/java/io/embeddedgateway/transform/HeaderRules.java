package io.embeddedgateway.transform;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

	private static final Set<String> FRAMING = Set.of("connection", "content-length", "keep-alive", "proxy-connection",
			"te", "trailer", "transfer-encoding", "upgrade");

	private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

	private static final String FORWARDED = "forwarded";

	private static final String FORWARDED_PREFIX = "x-forwarded-";

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
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return FRAMING.contains(lowerCase) || (this == REQUEST && (lowerCase.equals("host") || isForwarded(lowerCase)));
	}

	private void checkName(String key, String name) {
		if (!isToken(name)) {
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
		else if (isForwarded(name.toLowerCase(Locale.ROOT))) {
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

	private static boolean isForwarded(String lowerCase) {
		return lowerCase.equals(FORWARDED) || lowerCase.startsWith(FORWARDED_PREFIX);
	}

	static boolean isToken(String text) {
		// RFC 9110 §5.6.2
		return !text.isEmpty()
				&& text.chars().allMatch((c) -> LiteralText.isAlphanumeric(c) || SYMBOLS.indexOf(c) >= 0);
	}

}
