package io.embeddedgateway.ratelimit;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * A period of the calendar.
 */
public enum QuotaPeriod {

	/**
	 * From one full hour to the next.
	 */
	HOUR(ChronoUnit.HOURS),

	/**
	 * From midnight to midnight, 23 to 25 hours where clocks are changed.
	 */
	DAY(ChronoUnit.DAYS),

	/**
	 * From the first of a month to that of the next.
	 */
	MONTH(ChronoUnit.MONTHS);

	private final ChronoUnit unit;

	QuotaPeriod(ChronoUnit unit) {
		this.unit = unit;
	}

	ZonedDateTime start(ZonedDateTime time) {
		return (this == MONTH) ? time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1) : time.truncatedTo(this.unit);
	}

	ZonedDateTime end(ZonedDateTime time) {
		return start(time).plus(1, this.unit);
	}

}
