package io.embeddedgateway.loadbalancer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.embeddedgateway.Percentage;

/**
 * What the documentation shows of the simulation.
 */
final class LoadBalancingReport {

	private static final Map<String, LoadBalancerPolicy> POLICIES = policies();

	private static final Map<String, Consumer<Simulation>> FLEETS = fleets();

	private static final int SECONDS = 12;

	/**
	 * What ten instances carry of which two are slow.
	 */
	private static final double UNEQUAL_CAPACITY = 8 * 200 + 2 * 200 / 3.0;

	private LoadBalancingReport() {
	}

	/**
	 * Time and failures for each load balancer with each fleet, as Markdown.
	 */
	static String table() {
		StringBuilder table = new StringBuilder("| | " + String.join(" | ", FLEETS.keySet()) + " |\n");
		table.append("|---|").append("---|".repeat(FLEETS.size())).append('\n');
		POLICIES.forEach((name, policy) -> {
			table.append("| `").append(name).append("` |");
			FLEETS.values().forEach((fleet) -> table.append(' ').append(cell(policy, fleet)).append(" |"));
			table.append('\n');
		});
		return table.toString();
	}

	private static String cell(LoadBalancerPolicy policy, Consumer<Simulation> fleet) {
		Simulation simulation = Simulation.of(10, policy);
		fleet.accept(simulation);
		SimulationResult result = simulation.run(1_000, SECONDS);
		String time = String.format(Locale.ROOT, "%.0f / %.0f ms", result.millis(50), result.millis(99));
		return (result.failures() > 0) ? time + String.format(Locale.ROOT, ", %.2f%% failed", result.failures()) : time;
	}

	/**
	 * How the time that 99 of 100 requests take at most grows with the load, where two of
	 * ten instances are slow, as SVG.
	 */
	static String plot() {
		Map<String, List<LatencyPlot.Point>> lines = new LinkedHashMap<>();
		for (String name : List.of("round-robin", "random", "least-requests", "least-time")) {
			List<LatencyPlot.Point> points = new ArrayList<>();
			for (int load = 10; load <= 90; load += 10) {
				Simulation simulation = Simulation.of(10, LoadBalancerPolicy.of(name));
				slow(simulation);
				double millis = simulation.run(UNEQUAL_CAPACITY * load / 100, 8).millis(99);
				points.add(new LatencyPlot.Point(load, millis));
			}
			lines.put(name, points);
		}
		return LatencyPlot.svg(lines);
	}

	private static void slow(Simulation simulation) {
		simulation.server(0).takes(60);
		simulation.server(1).takes(60);
	}

	private static Map<String, LoadBalancerPolicy> policies() {
		Map<String, LoadBalancerPolicy> policies = new LinkedHashMap<>();
		for (String name : List.of("least-requests", "least-time", "round-robin", "random")) {
			policies.put(name, LoadBalancerPolicy.of(name));
		}
		LoadBalancerPolicy hash = LoadBalancerPolicy.hash("header:X-User");
		policies.put("hash", hash);
		policies.put("hash, bounded-load: 125%", hash.withBoundedLoad(Percentage.of(125)));
		return policies;
	}

	private static Map<String, Consumer<Simulation>> fleets() {
		Map<String, Consumer<Simulation>> fleets = new LinkedHashMap<>();
		fleets.put("all equal", (simulation) -> {
		});
		fleets.put("two take three times as long", LoadBalancingReport::slow);
		fleets.put("one hangs for 4 s", (simulation) -> simulation.at(4, (now) -> now.server(3).stalled(true))
			.at(8, (now) -> now.server(3).stalled(false)));
		fleets.put("one fails at once", (simulation) -> simulation.server(3).failing(true));
		return fleets;
	}

}
