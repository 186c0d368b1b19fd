package io.embeddedgateway.observability.accesslog;

import org.jspecify.annotations.Nullable;

/**
 * An object of JSON that is being written, in nothing but printable ASCII: whatever a
 * client sends, it ends no line and no string, and reads the same in any encoding.
 */
final class JsonLine {

	private static final char[] DIGITS = "0123456789abcdef".toCharArray();

	private final StringBuilder line;

	private final LineTime time;

	private boolean empty = true;

	JsonLine(StringBuilder line, LineTime time) {
		this.line = line.append('{');
		this.time = time;
	}

	void time(String name, long millis) {
		name(name);
		this.line.append('"');
		this.time.appendIso(this.line, millis);
		this.line.append('"');
	}

	/**
	 * Add a number.
	 * @param name its name
	 * @param value the number; left out if it is negative, because it is not known then
	 */
	void number(String name, long value) {
		if (value >= 0) {
			name(name);
			this.line.append(value);
		}
	}

	void millis(String name, long nanos) {
		name(name);
		long micros = nanos / 1000;
		this.line.append(micros / 1000).append('.');
		appendThreeDigits(this.line, (int) (micros % 1000));
	}

	void text(String name, @Nullable String value) {
		if (value != null) {
			name(name);
			text(value);
		}
	}

	/**
	 * Begin an object within this one.
	 * @param name its name
	 */
	void begin(String name) {
		name(name);
		this.line.append('{');
		this.empty = true;
	}

	/**
	 * End this object, or the one within it.
	 */
	void end() {
		this.line.append('}');
		this.empty = false;
	}

	private void name(String name) {
		if (!this.empty) {
			this.line.append(',');
		}
		this.empty = false;
		text(name);
		this.line.append(':');
	}

	private void text(String value) {
		this.line.append('"');
		int end = Math.min(value.length(), LineFormat.LONGEST);
		int plain = plainStart(value, end);
		if (plain == value.length()) {
			this.line.append(value);
		}
		else {
			this.line.append(value, 0, plain);
			escape(value, plain, end);
		}
		this.line.append((end < value.length()) ? "...\"" : "\"");
	}

	private static int plainStart(String value, int end) {
		int plain = 0;
		while (plain < end && isPlain(value.charAt(plain))) {
			plain++;
		}
		return plain;
	}

	private static boolean isPlain(char letter) {
		return letter >= ' ' && letter < 0x7f && letter != '"' && letter != '\\';
	}

	private void escape(String value, int start, int end) {
		for (int i = start; i < end; i++) {
			char current = value.charAt(i);
			if (isPlain(current)) {
				this.line.append(current);
			}
			else if (current == '"' || current == '\\') {
				this.line.append('\\').append(current);
			}
			else if (Character.isHighSurrogate(current) && i + 1 < end
					&& Character.isLowSurrogate(value.charAt(i + 1))) {
				escaped(current);
				escaped(value.charAt(++i));
			}
			else {
				escaped(Character.isSurrogate(current) ? '\ufffd' : current);
			}
		}
	}

	private void escaped(char value) {
		this.line.append("\\u")
			.append(DIGITS[value >> 12])
			.append(DIGITS[(value >> 8) & 0xf])
			.append(DIGITS[(value >> 4) & 0xf])
			.append(DIGITS[value & 0xf]);
	}

	static void appendThreeDigits(StringBuilder line, int number) {
		line.append((char) ('0' + number / 100))
			.append((char) ('0' + number / 10 % 10))
			.append((char) ('0' + number % 10));
	}

}
