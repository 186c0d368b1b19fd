package io.embeddedgateway.aggregate;

import java.util.List;

/**
 * What the path of a part may look like: one that can be read in only one way, and whose
 * structure is that of its template.
 */
final class PathText {

	private static final String OTHERS = "-._~!$&'()*+,=%:@/";

	private PathText() {
	}

	/**
	 * Check what the author of a template wrote.
	 * @param text the template as it was written
	 * @param parts its parts
	 * @throws IllegalArgumentException if it is not the path of a request
	 */
	static void check(String text, List<TextPart> parts) {
		StringBuilder literal = new StringBuilder();
		for (TextPart part : parts) {
			boolean proper = isProper(part.literal());
			if (!proper || !isPlain(part.literal())) {
				throw mistake(text, advice(part.literal(), proper));
			}
			// The stand-in for a value completes no dot segment
			literal.append((part.reference() != null) ? "x" : part.literal());
		}
		if (literal.isEmpty() || literal.charAt(0) != '/') {
			throw mistake(text, "does not begin with a slash. Write it like '/orders/{id}'");
		}
		if (hasDotSegment(literal)) {
			throw mistake(text, "has a '.' or '..' segment. Write the path without");
		}
		if (isEncodedTwice(literal)) {
			throw mistake(text, "has a character that is encoded twice. Write it once");
		}
	}

	/**
	 * Check a path with its values.
	 * @param path the path
	 * @throws UnsuitableValueException if a value made a dot segment, or something that
	 * would be one or another separator for a server that decodes twice
	 */
	static void checkExpanded(StringBuilder path) {
		if (hasDotSegment(path)) {
			throw new UnsuitableValueException("a value would make a '.' or '..' segment in the path");
		}
		if (isEncodedTwice(path)) {
			throw new UnsuitableValueException("a value is percent-encoded already, which could change the path");
		}
	}

	/**
	 * Check a value before it is percent-encoded. Servers differ in what they do with an
	 * encoded slash, so that such a value could be taken for several segments.
	 * @param value the value
	 * @throws UnsuitableValueException if it can't stand within one segment
	 */
	static void checkValue(String value) {
		if (value.isEmpty()) {
			throw new UnsuitableValueException("is an empty text, which can't be a segment of a path");
		}
		for (int i = 0; i < value.length(); i++) {
			char current = value.charAt(i);
			if (current == '/' || current == '\\') {
				throw new UnsuitableValueException("has a '" + current + "', which would change the path");
			}
			if (Character.isISOControl(current)) {
				throw new UnsuitableValueException("has a control character, which can't stand in a path");
			}
		}
	}

	private static boolean isDangerous(int octet) {
		return octet == '/' || octet == '\\' || octet == '.' || octet == 0x7f || (octet >= 0 && octet < ' ');
	}

	private static String advice(String literal, boolean proper) {
		if (literal.indexOf('?') >= 0) {
			return "has a query. Write its parameters under 'query'";
		}
		if (literal.indexOf('#') >= 0) {
			return "has a fragment, which is never sent. Write '%23' for '#'";
		}
		return proper ? "can be read in two ways. Write it without '%2e', '%2f', '%5c', '\\' and ';'"
				: "has characters that a path can't hold. Write them percent-encoded, like '%20'";
	}

	private static boolean isProper(String literal) {
		for (int i = 0; i < literal.length(); i++) {
			char current = literal.charAt(i);
			boolean allowed = isAlphanumeric(current) || OTHERS.indexOf(current) >= 0 || current == '\\'
					|| current == ';';
			if (!allowed || (current == '%' && decoded(literal, i) < 0)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlain(String literal) {
		for (int i = 0; i < literal.length(); i++) {
			char current = literal.charAt(i);
			if (current == '\\' || current == ';') {
				return false;
			}
			if (current == '%' && isDangerous(decoded(literal, i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean hasDotSegment(StringBuilder path) {
		int dots = 0;
		boolean other = false;
		for (int i = 0; i <= path.length(); i++) {
			char current = (i < path.length()) ? path.charAt(i) : '/';
			if (current == '/') {
				if (!other && (dots == 1 || dots == 2)) {
					return true;
				}
				dots = 0;
				other = false;
			}
			else {
				dots += (current == '.') ? 1 : 0;
				other |= current != '.';
			}
		}
		return false;
	}

	private static boolean isEncodedTwice(StringBuilder path) {
		for (int i = path.indexOf("%25"); i >= 0; i = path.indexOf("%25", i + 3)) {
			int twice = decoded(path, i + 2);
			if (isDangerous(twice) || twice == '%') {
				return true;
			}
		}
		return false;
	}

	private static int decoded(CharSequence text, int percent) {
		int high = (percent + 2 < text.length()) ? digit(text.charAt(percent + 1)) : -1;
		int low = (high >= 0) ? digit(text.charAt(percent + 2)) : -1;
		return (low >= 0) ? high * 16 + low : -1;
	}

	private static int digit(char current) {
		return (current < 0x80) ? Character.digit(current, 16) : -1;
	}

	private static boolean isAlphanumeric(char current) {
		return (current >= 'a' && current <= 'z') || (current >= 'A' && current <= 'Z')
				|| (current >= '0' && current <= '9');
	}

	private static IllegalArgumentException mistake(String text, String advice) {
		return new IllegalArgumentException("'" + text + "' is no path: it " + advice);
	}

}
