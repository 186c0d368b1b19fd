package io.embeddedgateway.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * What the command line asks for.
 */
final class Options {

	static final String USAGE = """
			--proxies a,b     direct, nginx, haproxy, bare, spring-cloud-gateway, gateway; default: all installed;
			                  and gateway-actuator, gateway-metrics, gateway-tracing, gateway-access-log,
			                  gateway-observed for scenarios of the plain route
			--scenarios a,b   small, 10k, post-10k, 1m, steady, headers, routes-500, routes-5000,
			                  limited, redis-open, limited-redis, limited-redis-sync, aggregate-single, aggregate,
			                  aggregate-slowest, aggregate-slow, jwt-open, jwt, jwt-limited, jwt-unique; default: all
			--rounds n        rounds per scenario; default 3
			--seconds n       seconds per proxy and round; default 10
			--warmup n        seconds of load per proxy before the first round; default 60
			--rate n          requests per second, in all scenarios; default: as many as there are answers
			--connections n   connections of the load generator; default 64
			--starts n        how often the start of each proxy is measured; default 3
			--jvm-options s   further options for all JVMs, separated by spaces
			--quick           bare and gateway, scenario small, 3 rounds of 5 seconds, short warm-up, no starts
			""";

	private List<Proxy> proxies = Arrays.stream(Proxy.values()).filter((proxy) -> proxy.isInstalled() && !proxy.isObserved())
		.toList();

	private List<Scenario> scenarios = List.of(Scenario.values());

	private List<String> jvmOptions = List.of();

	private int rounds = 3;

	private int seconds = 10;

	private int warmup = 60;

	private int rate;

	private int connections = 64;

	private int starts = 3;

	static Options parse(String... args) {
		Options options = new Options();
		Queue<String> rest = new ArrayDeque<>(List.of(args));
		while (!rest.isEmpty()) {
			String name = rest.remove();
			if (name.equals("--quick")) {
				options.quick();
			}
			else if (rest.isEmpty()) {
				throw new IllegalArgumentException("'" + name + "' needs a value, or is not known");
			}
			else {
				options.set(name, rest.remove());
			}
		}
		return options;
	}

	private void quick() {
		this.proxies = List.of(Proxy.BARE, Proxy.GATEWAY);
		this.scenarios = List.of(Scenario.SMALL);
		this.seconds = 5;
		this.warmup = 30;
		this.starts = 0;
	}

	private void set(String name, String value) {
		switch (name) {
			case "--proxies" -> this.proxies = Arrays.stream(value.split(",")).map(Proxy::of).toList();
			case "--scenarios" -> this.scenarios = Arrays.stream(value.split(",")).map(Scenario::of).toList();
			case "--rounds" -> this.rounds = Integer.parseInt(value);
			case "--seconds" -> this.seconds = Integer.parseInt(value);
			case "--warmup" -> this.warmup = Integer.parseInt(value);
			case "--rate" -> this.rate = Integer.parseInt(value);
			case "--connections" -> this.connections = Integer.parseInt(value);
			case "--starts" -> this.starts = Integer.parseInt(value);
			case "--jvm-options" -> this.jvmOptions = List.of(value.split(" "));
			default -> throw new IllegalArgumentException("There is no option '" + name + "'");
		}
	}

	List<Proxy> proxies() {
		return this.proxies;
	}

	List<Scenario> scenarios() {
		return this.scenarios;
	}

	List<String> jvmOptions() {
		return this.jvmOptions;
	}

	int rounds() {
		return this.rounds;
	}

	Duration duration() {
		return Duration.ofSeconds(this.seconds);
	}

	Duration warmup() {
		return Duration.ofSeconds(this.warmup);
	}

	/**
	 * The rate of a scenario.
	 * @param scenario the scenario
	 * @return requests per second, or 0 for a closed loop
	 */
	int rate(Scenario scenario) {
		return (this.rate > 0) ? this.rate : scenario.rate();
	}

	int connections() {
		return this.connections;
	}

	int starts() {
		return this.starts;
	}

}
