package io.embeddedgateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads single values out of a query (as {@code application/x-www-form-urlencoded}) and
 * out of {@code Cookie} headers (RFC 6265 §4.2.1), without building maps of all.
 */
final class RequestValues {

	private RequestValues() {
	}

	static List<String> query(@Nullable String rawQuery, String name) {
		List<String> values = new ArrayList<>(1);
		int start = 0;
		while (rawQuery != null && start <= rawQuery.length()) {
			int end = end(rawQuery, start, '&');
			int equals = rawQuery.indexOf('=', start);
			int nameEnd = (equals < 0 || equals > end) ? end : equals;
			if (decode(rawQuery.substring(start, nameEnd)).equals(name)) {
				values.add((nameEnd == end) ? "" : decode(rawQuery.substring(nameEnd + 1, end)));
			}
			start = end + 1;
		}
		return values;
	}

	static List<String> cookie(List<String> headers, String name) {
		List<String> values = new ArrayList<>(1);
		for (String header : headers) {
			int start = 0;
			while (start < header.length()) {
				int end = end(header, start, ';');
				int equals = header.indexOf('=', start);
				if (equals >= 0 && equals < end && header.substring(start, equals).trim().equals(name)) {
					values.add(unquote(header.substring(equals + 1, end).trim()));
				}
				start = end + 1;
			}
		}
		return values;
	}

	private static int end(String text, int start, char separator) {
		int end = text.indexOf(separator, start);
		return (end < 0) ? text.length() : end;
	}

	private static String unquote(String value) {
		boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
		return quoted ? value.substring(1, value.length() - 1) : value;
	}

	private static String decode(String text) {
		if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
			return text;
		}
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new BadRequestException("The query is not properly encoded.");
		}
	}

}
