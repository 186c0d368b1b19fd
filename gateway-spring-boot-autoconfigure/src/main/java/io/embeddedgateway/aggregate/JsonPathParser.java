package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads a path into a JSON value.
 */
final class JsonPathParser {

	private static final int MOST_CHARACTERS = 1000;

	private static final int MOST_SEGMENTS = 50;

	// The integers that every JSON implementation has (RFC 9535 §2.1)
	private static final long MOST_INDEX = (1L << 53) - 1;

	private static final String BLANKS = " \t\n\r";

	private static final String ESCAPES = "bfnrt/\\";

	private static final String ESCAPED = "\b\f\n\r\t/\\";

	private final String text;

	private int position;

	JsonPathParser(String text) {
		this.text = text;
	}

	List<JsonPathSegment> parse() {
		if (this.text.length() > MOST_CHARACTERS) {
			throw new IllegalArgumentException("'" + this.text.substring(0, 40) + "...' is a path of "
					+ this.text.length() + " characters. Write at most " + MOST_CHARACTERS);
		}
		List<JsonPathSegment> segments = new ArrayList<>();
		while (this.position < this.text.length()) {
			segments.add(segment());
			if (segments.size() > MOST_SEGMENTS) {
				throw mistake("more than " + MOST_SEGMENTS + " steps", "fewer");
			}
		}
		return segments;
	}

	private JsonPathSegment segment() {
		char first = next();
		if (first == '[') {
			return bracket();
		}
		if (first != '.') {
			this.position--;
			throw mistake("'" + first + "' where a step begins", "'.name', '['name']' or '[0]'");
		}
		if (peek() == '.') {
			throw mistake("'..'", "every step, such as '.items[*].sku'");
		}
		if (peek() == '*') {
			this.position++;
			return new JsonPathSegment.Wildcard();
		}
		int start = this.position;
		while (this.position < this.text.length() && isNamePart()) {
			this.position++;
		}
		String name = this.text.substring(start, this.position);
		if (name.isEmpty()) {
			throw mistake("'.' without a name of letters, digits, '_' and '-'",
					"any other name in quotes, such as '['first name']'");
		}
		if (name.chars().allMatch((current) -> current >= '0' && current <= '9')) {
			throw mistake("'." + name + "'",
					"'[" + name + "]' for an element of an array, or '['" + name + "']' for a field");
		}
		return new JsonPathSegment.Name(name);
	}

	private boolean isNamePart() {
		char current = this.text.charAt(this.position);
		if (Character.isSurrogate(current)) {
			pair(current);
			return true;
		}
		return (current >= 'a' && current <= 'z') || (current >= 'A' && current <= 'Z')
				|| (current >= '0' && current <= '9') || current == '_' || current == '-' || current >= 0x80;
	}

	// Go to the second half of a character beyond the basic plane
	private void pair(char first) {
		boolean pair = this.position + 1 < this.text.length()
				&& Character.isSurrogatePair(first, this.text.charAt(this.position + 1));
		if (!pair) {
			throw mistake("half a character", "proper Unicode");
		}
		this.position++;
	}

	private JsonPathSegment bracket() {
		skipBlanks();
		char first = peek();
		JsonPathSegment segment;
		if (first == '\'' || first == '"') {
			this.position++;
			segment = new JsonPathSegment.Name(quoted(first));
		}
		else if (first == '*') {
			this.position++;
			segment = new JsonPathSegment.Wildcard();
		}
		else if (first == '?') {
			throw mistake("a filter", "'[*]' for all elements");
		}
		else {
			segment = indexOrSlice();
		}
		skipBlanks();
		if (peek() == ',') {
			throw mistake("several selectors between brackets", "one, or two paths");
		}
		if (peek() != ']') {
			throw mistake("'[' without ']' in the right place", "'['name']', '[0]', '[*]' or '[1:3]'");
		}
		this.position++;
		return segment;
	}

	private JsonPathSegment indexOrSlice() {
		Long start = integer();
		skipBlanks();
		if (peek() != ':') {
			if (start == null) {
				throw mistake("'[' without a name in quotes, a number or '*'", "'['name']', '[0]', '[*]' or '[1:3]'");
			}
			return new JsonPathSegment.Index(start);
		}
		this.position++;
		skipBlanks();
		Long end = integer();
		skipBlanks();
		Long step = null;
		if (peek() == ':') {
			this.position++;
			skipBlanks();
			step = integer();
		}
		if (step != null && step == 0) {
			throw mistake("a slice with steps of 0, which has no elements", "1 or more, or -1 or less");
		}
		return new JsonPathSegment.Slice(start, end, (step != null) ? step : 1);
	}

	private @Nullable Long integer() {
		int start = this.position;
		if (peek() == '-') {
			this.position++;
		}
		int digits = this.position;
		while (peek() >= '0' && peek() <= '9') {
			this.position++;
		}
		String number = this.text.substring(start, this.position);
		if (number.isEmpty()) {
			return null;
		}
		boolean zero = digits < this.position && this.text.charAt(digits) == '0';
		if (digits == this.position || (zero && number.length() > 1)) {
			throw mistake("'" + number + "' for a number", "it without zeros in front, such as '0', '12' or '-1'");
		}
		long value = (number.length() <= 17) ? Long.parseLong(number) : Long.MAX_VALUE;
		if (Math.abs(value) > MOST_INDEX) {
			throw mistake("the number " + number, "one between -" + MOST_INDEX + " and " + MOST_INDEX);
		}
		return value;
	}

	private String quoted(char quote) {
		StringBuilder name = new StringBuilder();
		while (peek() != quote) {
			char current = next();
			if (current == '\\') {
				name.append(escaped(quote));
				continue;
			}
			if (current < ' ') {
				throw mistake("a name that has control characters or no closing quote", "such as '['first name']'");
			}
			name.append(current);
			if (Character.isSurrogate(current)) {
				this.position--;
				pair(current);
				name.append(next());
			}
		}
		this.position++;
		return name.toString();
	}

	private String escaped(char quote) {
		char current = next();
		if (current == quote) {
			return String.valueOf(quote);
		}
		if (current == 'u') {
			char first = hex();
			if (!Character.isSurrogate(first)) {
				return String.valueOf(first);
			}
			boolean second = next() == '\\' && next() == 'u';
			char low = second ? hex() : 0;
			if (!Character.isSurrogatePair(first, low)) {
				throw mistake("half a character behind '\\u'", "both halves, such as '\\uD83D\\uDE00'");
			}
			return new String(new char[] { first, low });
		}
		int index = ESCAPES.indexOf(current);
		if (index < 0) {
			throw mistake("'\\" + ((current != 0) ? current : "") + "' in a name",
					"'\\\\' for a backslash, '\\u0041' for any character");
		}
		return ESCAPED.substring(index, index + 1);
	}

	private char hex() {
		int value = 0;
		for (int i = 0; i < 4; i++) {
			char current = next();
			int digit = (current < 0x80) ? Character.digit(current, 16) : -1;
			if (digit < 0) {
				throw mistake("'\\u' without four hexadecimal digits", "such as '\\u0041'");
			}
			value = value * 16 + digit;
		}
		return (char) value;
	}

	private void skipBlanks() {
		while (peek() != 0 && BLANKS.indexOf(peek()) >= 0) {
			this.position++;
		}
	}

	// Behind the end there is NUL, which is no part of any path
	private char peek() {
		return (this.position < this.text.length()) ? this.text.charAt(this.position) : 0;
	}

	private char next() {
		char current = peek();
		this.position++;
		return current;
	}

	private IllegalArgumentException mistake(String found, String advice) {
		return new IllegalArgumentException("'" + this.text + "' has " + found + " (at character "
				+ (Math.min(this.position, this.text.length()) + 1) + "). Write " + advice);
	}

}
