package io.embeddedgateway.observability.accesslog;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Writes lines as Apache does: in the Common Log Format, or in the Combined one, with
 * quotes, backslashes and all that is not printable ASCII escaped
 * ({@code ap_escape_logitem}).
 */
final class ApacheFormat implements LineFormat {

	private static final char[] DIGITS = "0123456789abcdef".toCharArray();

	private final boolean combined;

	private final LineTime time;

	ApacheFormat(boolean combined, LineTime time) {
		this.combined = combined;
		this.time = time;
	}

	@Override
	public void write(StringBuilder line, LoggedRequest request) {
		String client = request.client();
		line.append((client != null) ? client : "-").append(" - ");
		appendName(line, request.caller());
		line.append(" [");
		this.time.appendApache(line, request.begun());
		line.append("] \"");
		appendRequest(line, request);
		line.append("\" ");
		appendIfPositive(line, request.status());
		line.append(' ');
		appendIfPositive(line, request.responseBytes());
		if (this.combined) {
			appendQuoted(line, request.referer());
			appendQuoted(line, request.userAgent());
		}
	}

	private static void appendRequest(StringBuilder line, LoggedRequest request) {
		appendEscaped(line, request.method());
		line.append(' ');
		appendEscaped(line, request.path());
		String query = request.query();
		if (query != null) {
			line.append('?');
			appendEscaped(line, query);
		}
		line.append(' ').append(request.protocol());
	}

	private static void appendIfPositive(StringBuilder line, long number) {
		if (number <= 0) {
			line.append('-');
		}
		else {
			line.append(number);
		}
	}

	private static void appendQuoted(StringBuilder line, @Nullable String value) {
		line.append(" \"");
		appendEscaped(line, (value != null) ? value : "-");
		line.append('"');
	}

	// A blank would make two columns of it
	private static void appendName(StringBuilder line, @Nullable String name) {
		int start = line.length();
		appendEscaped(line, (name != null) ? name : "-");
		for (int blank = line.indexOf(" ", start); blank >= 0; blank = line.indexOf(" ", blank)) {
			line.replace(blank, blank + 1, "\\x20");
		}
	}

	private static void appendEscaped(StringBuilder line, String value) {
		int end = Math.min(value.length(), LONGEST);
		for (int i = 0; i < end; i++) {
			char current = value.charAt(i);
			if (current == '"' || current == '\\') {
				line.append('\\').append(current);
			}
			else if (current >= ' ' && current < 0x7f) {
				line.append(current);
			}
			else if (current <= 0xff) {
				appendByte(line, current);
			}
			else {
				int next = Math.min(end, Character.isHighSurrogate(current) ? i + 2 : i + 1);
				appendBytes(line, value.substring(i, next));
				i = next - 1;
			}
		}
		if (end < value.length()) {
			line.append("...");
		}
	}

	private static void appendBytes(StringBuilder line, String value) {
		for (byte part : value.getBytes(StandardCharsets.UTF_8)) {
			appendByte(line, part & 0xff);
		}
	}

	private static void appendByte(StringBuilder line, int value) {
		int named = "\b\n\r\t\u000b".indexOf(value);
		if (named >= 0) {
			line.append('\\').append("bnrtv".charAt(named));
		}
		else {
			line.append("\\x").append(DIGITS[value >> 4]).append(DIGITS[value & 0xf]);
		}
	}

}
