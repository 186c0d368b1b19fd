package io.embeddedgateway.transform;

import java.util.regex.Pattern;

import io.embeddedgateway.Template;

/**
 * What of a template is written by its author, checked once when it is read. Values from
 * the request are escaped or checked each time.
 */
final class LiteralText {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*}");

	/**
	 * Allowed in every place, and completes neither a percent-encoding nor a dot segment.
	 */
	private static final String STAND_IN = "x";

	private static final String UNRESERVED_AND_SUB_DELIMS = "-._~!$&'()*+,;=";

	private LiteralText() {
	}

	static String of(Template template) {
		return PLACEHOLDER.matcher(template.toString()).replaceAll(STAND_IN);
	}

	/**
	 * Whether a text consists of {@code pchar} (RFC 3986 §3.3), slashes and more
	 * characters, and all that is percent-encoded is so properly.
	 * @param text the text
	 * @param more further characters that are allowed
	 * @return whether it does
	 */
	static boolean isUriText(String text, String more) {
		for (int i = 0; i < text.length(); i++) {
			char current = text.charAt(i);
			if (current == '%' && decoded(text, i) < 0) {
				return false;
			}
			boolean allowed = isAlphanumeric(current) || UNRESERVED_AND_SUB_DELIMS.indexOf(current) >= 0
					|| "%:@/".indexOf(current) >= 0 || more.indexOf(current) >= 0;
			if (!allowed) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What a percent sign encodes.
	 * @param text the text
	 * @param index the index of the percent sign
	 * @return an octet, or -1 if that is not properly encoded
	 */
	static int decoded(String text, int index) {
		int high = (index + 2 < text.length()) ? Character.digit(text.charAt(index + 1), 16) : -1;
		int low = (high >= 0) ? Character.digit(text.charAt(index + 2), 16) : -1;
		return (low >= 0) ? high * 16 + low : -1;
	}

	static boolean isAlphanumeric(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9');
	}

}
