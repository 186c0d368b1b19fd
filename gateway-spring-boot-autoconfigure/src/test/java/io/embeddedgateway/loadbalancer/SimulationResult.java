package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.embeddedgateway.service.CallOutcome;

/**
 * What became of simulated requests.
 */
final class SimulationResult {

	private final List<Long> nanos = new ArrayList<>();

	private final Map<String, Integer> chosen = new HashMap<>();

	private final Map<String, Map<Integer, Integer>> bySecond = new HashMap<>();

	private int all;

	private int failures;

	void chosen(String instanceId, int second) {
		this.all++;
		this.chosen.merge(instanceId, 1, Integer::sum);
		this.bySecond.computeIfAbsent(instanceId, (id) -> new HashMap<>()).merge(second, 1, Integer::sum);
	}

	void ended(CallOutcome outcome, long nanos) {
		this.nanos.add(nanos);
		this.failures += outcome.isFailure() ? 1 : 0;
	}

	int requests() {
		return this.all;
	}

	/**
	 * The time that a part of the requests took at most.
	 * @param percent how many of a hundred
	 * @return the time in milliseconds
	 */
	double millis(double percent) {
		List<Long> sorted = new ArrayList<>(this.nanos);
		Collections.sort(sorted);
		return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
	}

	/**
	 * The requests that failed, in percent.
	 */
	double failures() {
		return 100.0 * this.failures / this.nanos.size();
	}

	/**
	 * The share of an instance in all requests, in percent.
	 */
	double share(int index) {
		return 100.0 * this.chosen.getOrDefault(Candidates.instance(index).id(), 0) / this.all;
	}

	/**
	 * The requests that an instance got in one second.
	 */
	int inSecond(int index, int second) {
		return this.bySecond.getOrDefault(Candidates.instance(index).id(), Map.of()).getOrDefault(second, 0);
	}

}
