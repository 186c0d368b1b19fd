package io.embeddedgateway.resilience;

/**
 * How many requests a service takes at a time, found out by its response times (Gradient2
 * of Netflix's concurrency-limits): as long as they are what they are over long, the
 * limit grows by a few; the more they exceed that, the more it shrinks. Not thread-safe.
 */
final class Gradient {

	private static final int INITIAL = 20;

	/**
	 * How many requests may queue at the service without being taken for overload.
	 */
	private static final int QUEUE = 4;

	private static final double SMOOTHING = 0.2;

	/**
	 * Over how many updates the long average goes.
	 */
	private static final int LONG_WINDOW = 600;

	/**
	 * How many updates at first are just averaged.
	 */
	private static final int WARM_UP = 10;

	private static final double DROP = 0.9;

	private final int min;

	private final int max;

	private double limit;

	private double longTime;

	private int updates;

	/**
	 * Begin at a limit of 20, or the nearest that is allowed.
	 * @param min the lowest limit
	 * @param max the highest limit
	 */
	Gradient(int min, int max) {
		this.min = min;
		this.max = max;
		this.limit = Math.max(min, Math.min(max, INITIAL));
	}

	int limit() {
		return (int) this.limit;
	}

	/**
	 * Take notice of requests that the service lost.
	 * @return the new limit
	 */
	int dropped() {
		this.limit = Math.max(this.min, this.limit * DROP);
		return limit();
	}

	/**
	 * Take notice of a response time.
	 * @param time the time, in any unit, more than 0
	 * @param inFlight how many requests were under way
	 * @return the new limit
	 */
	int answered(double time, int inFlight) {
		average(time);
		double ratio = this.longTime / time;
		if (ratio > 2) {
			// It was slow for so long that slow seemed normal, and now is not any more
			this.longTime *= DROP;
		}
		if (inFlight < this.limit / 2) {
			// Nobody knows what more would do
			return limit();
		}
		double gradient = Math.max(0.5, Math.min(1, ratio));
		double target = this.limit * gradient + QUEUE;
		double smoothed = this.limit * (1 - SMOOTHING) + target * SMOOTHING;
		this.limit = Math.max(this.min, Math.min(this.max, smoothed));
		return limit();
	}

	private void average(double time) {
		this.updates = Math.min(this.updates + 1, Integer.MAX_VALUE - 1);
		double weight = (this.updates <= WARM_UP) ? 1.0 / this.updates : 2.0 / (LONG_WINDOW + 1);
		this.longTime = this.longTime * (1 - weight) + time * weight;
	}

}
