package io.embeddedgateway.observability.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times. What the requests of one second have in common is written once.
 */
final class LineTime {

	private final DateTimeFormatter iso = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final DateTimeFormatter apache;

	private volatile Second lastIso = new Second(Long.MIN_VALUE, "");

	private volatile Second lastApache = this.lastIso;

	LineTime(ZoneId zone) {
		this.apache = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH).withZone(zone);
	}

	/**
	 * Write a time in UTC, such as {@code 2026-11-01T10:00:00.123Z}.
	 * @param line where it goes
	 * @param millis milliseconds since the epoch
	 */
	void appendIso(StringBuilder line, long millis) {
		Second second = this.lastIso.at(millis, this.iso);
		this.lastIso = second;
		line.append(second.text());
		JsonLine.appendThreeDigits(line, Math.floorMod(millis, 1000));
		line.append('Z');
	}

	/**
	 * Write a time in the zone, such as {@code 10/Oct/2000:13:55:36 -0700}.
	 * @param line where it goes
	 * @param millis milliseconds since the epoch
	 */
	void appendApache(StringBuilder line, long millis) {
		Second second = this.lastApache.at(millis, this.apache);
		this.lastApache = second;
		line.append(second.text());
	}

	/**
	 * A second.
	 *
	 * @param number the second since the epoch
	 * @param text how it is written
	 */
	private record Second(long number, String text) {

		Second at(long millis, DateTimeFormatter format) {
			long second = Math.floorDiv(millis, 1000L);
			return (second == this.number) ? this : new Second(second, format.format(Instant.ofEpochSecond(second)));
		}

	}

}
