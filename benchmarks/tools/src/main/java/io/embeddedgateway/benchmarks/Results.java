package io.embeddedgateway.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All figures of a run.
 */
final class Results {

	private final List<Measurement> measurements = new ArrayList<>();

	private final Map<Proxy, List<Double>> starts = new EnumMap<>(Proxy.class);

	private final Map<Proxy, Long> peakMemory = new EnumMap<>(Proxy.class);

	void add(Measurement measurement) {
		this.measurements.add(measurement);
	}

	void addStart(Proxy proxy, double seconds) {
		this.starts.computeIfAbsent(proxy, (key) -> new ArrayList<>()).add(seconds);
	}

	void peakMemory(Proxy proxy, long kilobytes) {
		this.peakMemory.put(proxy, kilobytes);
	}

	List<Measurement> measurements() {
		return this.measurements;
	}

	double median(Scenario scenario, Proxy proxy, ToDoubleFunction<Measurement> figure) {
		return median(of(scenario, proxy).stream().map(figure::applyAsDouble).toList());
	}

	int errors(Scenario scenario, Proxy proxy) {
		return of(scenario, proxy).stream().mapToInt(Measurement::errors).sum();
	}

	boolean has(Scenario scenario, Proxy proxy) {
		return !of(scenario, proxy).isEmpty();
	}

	double start(Proxy proxy) {
		return median(this.starts.getOrDefault(proxy, List.of()));
	}

	double peakMegabytes(Proxy proxy) {
		Long kilobytes = this.peakMemory.get(proxy);
		return (kilobytes != null) ? kilobytes / 1024.0 : Double.NaN;
	}

	private List<Measurement> of(Scenario scenario, Proxy proxy) {
		return this.measurements.stream()
			.filter((measurement) -> measurement.scenario().equals(scenario.id()) && measurement.proxy() == proxy)
			.toList();
	}

	private static double median(List<Double> values) {
		if (values.isEmpty()) {
			return Double.NaN;
		}
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
