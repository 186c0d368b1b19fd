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

	private final Seconds iso = new Seconds(
			DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC));

	private final Seconds apache;

	LineTime(ZoneId zone) {
		this.apache = new Seconds(DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH).withZone(zone));
	}

	/**
	 * Write a time in UTC, such as {@code 2026-11-01T10:00:00.123Z}.
	 * @param line where it goes
	 * @param millis milliseconds since the epoch
	 */
	void appendIso(StringBuilder line, long millis) {
		line.append(this.iso.text(millis));
		JsonLine.appendThreeDigits(line, Math.floorMod(millis, 1000));
		line.append('Z');
	}

	/**
	 * Write a time in the zone, such as {@code 10/Oct/2000:13:55:36 -0700}.
	 * @param line where it goes
	 * @param millis milliseconds since the epoch
	 */
	void appendApache(StringBuilder line, long millis) {
		line.append(this.apache.text(millis));
	}

	/**
	 * Writes seconds, the last one from memory.
	 */
	private static final class Seconds {

		private final DateTimeFormatter format;

		private volatile Second last = new Second(Long.MIN_VALUE, "");

		Seconds(DateTimeFormatter format) {
			this.format = format;
		}

		String text(long millis) {
			long number = Math.floorDiv(millis, 1000L);
			Second second = this.last;
			if (second.number() != number) {
				second = new Second(number, this.format.format(Instant.ofEpochSecond(number)));
				this.last = second;
			}
			return second.text();
		}

	}

	/**
	 * A second.
	 *
	 * @param number the second since the epoch
	 * @param text how it is written
	 */
	private record Second(long number, String text) {

	}

}
