package io.embeddedgateway.routing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time as HTTP writes it (RFC 9110 §5.6.7), made once a second.
 */
final class HttpDate {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	private static volatile Stamp current = new Stamp(0, "");

	private HttpDate() {
	}

	static String now() {
		long now = System.currentTimeMillis();
		Stamp stamp = current;
		if (stamp.second() != now / 1000) {
			stamp = new Stamp(now / 1000, FORMAT.format(Instant.ofEpochMilli(now)));
			current = stamp;
		}
		return stamp.text();
	}

	private record Stamp(long second, String text) {
	}

}
