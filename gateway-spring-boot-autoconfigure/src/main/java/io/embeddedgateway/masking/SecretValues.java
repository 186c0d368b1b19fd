package io.embeddedgateway.masking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.springframework.util.StringUtils;

/**
 * Hides values in URIs wherever they stand and however they are encoded: the segments and
 * the values of parameters that are the same, or else those that contain them. Each is
 * looked at once, so that what is hidden grows with neither values nor masks.
 */
final class SecretValues {

	private static final String DELIMITERS = "/;?&=#,";

	/**
	 * The values, and what stands between delimiters in each.
	 */
	private final Map<String, List<String>> values = new HashMap<>();

	/**
	 * Add a value.
	 * @param value the value, percent-encoded or not
	 */
	void add(String value) {
		String readable = readable(value);
		List<String> parts = new ArrayList<>();
		for (Token token : tokens(readable)) {
			parts.add(token.readable());
		}
		if (!parts.isEmpty()) {
			this.values.put(readable, parts);
		}
	}

	/**
	 * Hide the values.
	 * @param uri a URI, or a path, or a query
	 * @return what may be shown of it
	 */
	String hide(String uri) {
		if (this.values.isEmpty()) {
			return uri;
		}
		List<Token> tokens = tokens(uri);
		Set<String> there = new HashSet<>();
		tokens.forEach((token) -> there.add(token.readable()));
		Set<String> same = new HashSet<>();
		List<String> within = new ArrayList<>();
		this.values.forEach((value, parts) -> {
			same.add(value);
			same.addAll(parts);
			if (!there.contains(value) && !there.containsAll(parts)) {
				within.add(value);
			}
		});
		StringBuilder shown = new StringBuilder(uri.length());
		int copied = 0;
		for (Token token : tokens) {
			if (same.contains(token.readable()) || within.stream().anyMatch(token.readable()::contains)) {
				shown.append(uri, copied, token.start()).append(SecretNames.MASK);
				copied = token.end();
			}
		}
		return shown.append(uri, copied, uri.length()).toString();
	}

	private static List<Token> tokens(String text) {
		List<Token> tokens = new ArrayList<>();
		int start = 0;
		for (int i = 0; i <= text.length(); i++) {
			if (i == text.length() || DELIMITERS.indexOf(text.charAt(i)) >= 0) {
				if (i > start) {
					tokens.add(new Token(start, i, readable(text.substring(start, i))));
				}
				start = i + 1;
			}
		}
		return tokens;
	}

	private static String readable(String text) {
		String decoded;
		try {
			decoded = StringUtils.uriDecode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			decoded = PercentEncoding.decode(text);
		}
		return decoded.replace('+', ' ').toLowerCase(Locale.ROOT);
	}

	/**
	 * What stands between two delimiters.
	 *
	 * @param start where it begins
	 * @param end where it ends
	 * @param readable what it says, decoded and in lower case
	 */
	private record Token(int start, int end, String readable) {

	}

}
