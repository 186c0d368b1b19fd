package io.embeddedgateway.benchmarks;

import java.util.Map;
import java.util.TreeMap;

import org.HdrHistogram.Histogram;

/**
 * What came of a load. Written by one event loop.
 */
final class LoadResult {

	private final Histogram latencies = new Histogram(60_000_000_000L, 3);

	private final Map<String, Integer> errors = new TreeMap<>();

	private long nanos;

	void correct(long latencyNanos) {
		this.latencies.recordValue(Math.min(latencyNanos, this.latencies.getHighestTrackableValue()));
	}

	void error(String what) {
		this.errors.merge(what, 1, Integer::sum);
	}

	void lasted(long nanos) {
		this.nanos = nanos;
	}

	long correctAnswers() {
		return this.latencies.getTotalCount();
	}

	Map<String, Integer> errors() {
		return this.errors;
	}

	int errorCount() {
		return this.errors.values().stream().mapToInt(Integer::intValue).sum();
	}

	double perSecond() {
		return correctAnswers() * 1e9 / this.nanos;
	}

	double latencyMillis(double percentile) {
		return this.latencies.getValueAtPercentile(percentile) / 1e6;
	}

}
