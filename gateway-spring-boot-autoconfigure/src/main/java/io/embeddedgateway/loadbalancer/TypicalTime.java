package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The time that an instance of a service typically takes: the median of the times of
 * those that have answered. Found anew when it is asked for, but not more often than
 * every 100 milliseconds once it is known.
 */
final class TypicalTime {

	private static final long REFRESH = TimeUnit.MILLISECONDS.toNanos(100);

	private final List<ResponseTime> times = new CopyOnWriteArrayList<>();

	private volatile boolean answered;

	private volatile Known known = new Known(0, 0);

	void add(ResponseTime time) {
		this.times.add(time);
	}

	void remove(ResponseTime time) {
		this.times.remove(time);
	}

	/**
	 * Some instance answered.
	 */
	void answered() {
		if (!this.answered) {
			this.answered = true;
		}
	}

	/**
	 * The typical time.
	 * @param now the time of day, in nanoseconds
	 * @return the time in nanoseconds, or 0 if no instance has answered
	 */
	double at(long now) {
		if (!this.answered) {
			return 0;
		}
		Known known = this.known;
		if (known.median == 0 || now - known.since >= REFRESH) {
			known = new Known(median(), now);
			this.known = known;
		}
		return known.median;
	}

	private double median() {
		double[] sorted = this.times.stream()
			.mapToDouble(ResponseTime::answered)
			.filter((time) -> time > 0)
			.sorted()
			.toArray();
		if (sorted.length == 0) {
			return 0;
		}
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	private record Known(double median, long since) {

	}

}
