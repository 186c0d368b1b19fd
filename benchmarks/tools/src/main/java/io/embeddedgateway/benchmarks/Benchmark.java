package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.embeddedgateway.benchmarks.LoadGenerator.Load;

/**
 * Runs the proxies side by side: all are up, one at a time has load, and each round goes
 * through all of them, so that whatever else the machine does falls on all alike.
 */
public final class Benchmark {

	private static final Duration SLICE = Duration.ofSeconds(5);

	private final Options options;

	private final Proxy.Settings settings;

	private final LoadGenerator generator = new LoadGenerator();

	private final Results results = new Results();

	private final SignedTokens tokens;

	private final Callers callers;

	private Benchmark(Options options, Proxy.Settings settings, SignedTokens tokens) {
		this.options = options;
		this.settings = settings;
		this.tokens = tokens;
		this.callers = new Callers(tokens);
	}

	/**
	 * Run it.
	 * @param args the directory of the benchmarks, then {@link Options}
	 * @throws IOException if a proxy does not start or results can't be written
	 */
	public static void main(String[] args) throws IOException {
		Path home = Path.of(args[0]).toAbsolutePath();
		Options options;
		try {
			options = Options.parse(List.of(args).subList(1, args.length).toArray(String[]::new));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage() + "\n\n" + Options.USAGE);
			System.exit(2);
			return;
		}
		Path directory = Files.createDirectories(home.resolve("target/run"));
		Files.createDirectories(directory.resolve("temp"));
		Proxy.Settings settings = new Proxy.Settings(home, directory, options.jvmOptions());
		SignedTokens tokens = SignedTokens.load(settings.tokens(),
				Callers.tokens(options.scenarios(), options.rounds()));
		new Benchmark(options, settings, tokens).run();
		System.exit(0);
	}

	private void run() throws IOException {
		try (RunningProxy backend = RunningProxy.start(Proxy.DIRECT, Setup.PLAIN, 0, this.settings)) {
			measureStarts(backend);
			Set<Setup> setups = this.options.scenarios()
				.stream()
				.map(Scenario::setup)
				.collect(Collectors.toCollection(LinkedHashSet::new));
			for (Setup setup : setups) {
				measure(setup, backend);
			}
		}
		finally {
			this.generator.close();
			write();
		}
	}

	private void measureStarts(RunningProxy backend) throws IOException {
		for (int i = 0; i < this.options.starts(); i++) {
			for (Proxy proxy : this.options.proxies()) {
				if (proxy != Proxy.DIRECT) {
					try (RunningProxy running = RunningProxy.start(proxy, Setup.PLAIN, backend.port(), this.settings)) {
						double seconds = running.startTime().toMillis() / 1000.0;
						print("start %-22s %.2f s", proxy.id(), seconds);
						this.results.addStart(proxy, seconds);
					}
				}
			}
		}
	}

	private void measure(Setup setup, RunningProxy backend) throws IOException {
		if (setup != Setup.LIMITED_REDIS) {
			measure(setup, backend, this.settings, null);
			return;
		}
		try (Redis redis = Redis.start(this.settings.directory())) {
			measure(setup, backend, this.settings.withRedis(redis.port()), redis);
		}
	}

	private void measure(Setup setup, RunningProxy backend, Proxy.Settings settings, Redis redis) throws IOException {
		List<Scenario> scenarios = this.options.scenarios().stream().filter((s) -> s.setup() == setup).toList();
		List<RunningProxy> running = new ArrayList<>();
		try {
			for (Proxy proxy : this.options.proxies()) {
				if (scenarios.stream().anyMatch((scenario) -> scenario.suits(proxy))) {
					running.add((proxy != Proxy.DIRECT) ? RunningProxy.start(proxy, setup, backend.port(), settings)
							: backend);
				}
			}
			for (RunningProxy proxy : running) {
				check(setup, proxy, redis);
			}
			for (RunningProxy proxy : running) {
				warmUp(proxy, scenarios.stream().filter((scenario) -> scenario.suits(proxy.proxy())).toList());
			}
			for (int round = 1; round <= this.options.rounds(); round++) {
				for (Scenario scenario : scenarios) {
					for (RunningProxy proxy : running) {
						if (scenario.suits(proxy.proxy())) {
							measure(scenario, round, proxy, redis);
						}
					}
				}
			}
			if (setup == Setup.PLAIN) {
				running.forEach((proxy) -> this.results.peakMemory(proxy.proxy(), proxy.peakMemory()));
			}
		}
		finally {
			running.stream().filter((proxy) -> proxy != backend).forEach(RunningProxy::close);
		}
	}

	private void check(Setup setup, RunningProxy proxy, Redis redis) throws IOException {
		if (setup == Setup.JWT && proxy.proxy().verifiesTokens()) {
			AccessCheck.check(proxy, this.tokens);
		}
		if (setup == Setup.LIMITED_REDIS && proxy.proxy().limitsInRedis()) {
			LimitCheck.check(proxy, redis);
		}
		if (proxy.proxy().isObserved()) {
			ObservationCheck.check(proxy, this.settings.directory());
		}
	}

	private void warmUp(RunningProxy proxy, List<Scenario> scenarios) throws IOException {
		boolean jvm = proxy.proxy().isJvm();
		Duration duration = jvm ? this.options.warmup() : Duration.ofSeconds(2);
		print("warm up %s", proxy.proxy().id());
		for (Scenario scenario : scenarios) {
			cpuUnderLoad(proxy, scenario, duration.dividedBy(scenarios.size()));
		}
		if (jvm) {
			for (Scenario scenario : scenarios) {
				// Beside the first, those that make a proxy do other things
				if (scenario == scenarios.get(0) || scenario.callers() != Callers.Kind.NONE) {
					compile(proxy, scenario);
				}
			}
			proxy.probe();
		}
	}

	// Goes on for as long as the compiler still makes a difference
	private void compile(RunningProxy proxy, Scenario scenario) {
		long end = System.nanoTime() + this.options.warmup().toNanos();
		double before = Double.POSITIVE_INFINITY;
		double now = cpuUnderLoad(proxy, scenario, SLICE);
		while (now < 0.95 * before && System.nanoTime() < end) {
			before = now;
			now = cpuUnderLoad(proxy, scenario, SLICE);
		}
	}

	private double cpuUnderLoad(RunningProxy proxy, Scenario scenario, Duration duration) {
		long cpu = proxy.cpuMicros();
		LoadResult load = this.generator
			.run(new Load(proxy.port(), this.callers.warmUp(scenario, proxy), this.options.connections(), 0, duration));
		return (proxy.cpuMicros() - cpu) / (double) load.correctAnswers();
	}

	private void measure(Scenario scenario, int round, RunningProxy proxy, Redis redis) throws IOException {
		boolean jvm = proxy.proxy().isJvm();
		long allocated = jvm ? proxy.probe().allocatedBytes() : 0;
		long redisCpu = (redis != null) ? redis.cpuMicros() : 0;
		long cpu = proxy.cpuMicros();
		LoadResult load = this.generator.run(new Load(proxy.port(), this.callers.round(scenario, proxy),
				this.options.connections(), this.options.rate(scenario), this.options.duration()));
		cpu = proxy.cpuMicros() - cpu;
		redisCpu = (redis != null) ? redis.cpuMicros() - redisCpu : 0;
		allocated = jvm ? proxy.probe().allocatedBytes() - allocated : 0;
		double answers = load.correctAnswers();
		Measurement measurement = new Measurement(scenario.id(), proxy.proxy(), round, load.correctAnswers(),
				load.errorCount(), cpu / answers, load.perSecond(), load.latencyMillis(50), load.latencyMillis(99),
				load.latencyMillis(99.9), jvm ? allocated / answers : Double.NaN,
				(redis != null) ? redisCpu / answers : Double.NaN);
		this.results.add(measurement);
		print("%-12s round %d  %-22s %7.1f µs CPU %9.0f/s  p99 %7.2f ms %9.0f bytes  %s", scenario.id(), round,
				proxy.proxy().id(), measurement.cpuMicros(), measurement.perSecond(), measurement.p99(),
				measurement.allocated(), load.errors().isEmpty() ? "" : "errors: " + load.errors());
	}

	private void write() throws IOException {
		Path target = this.settings.home().resolve("target");
		List<String> csv = new ArrayList<>(List.of(Measurement.CSV_HEADER));
		this.results.measurements().forEach((measurement) -> csv.add(measurement.csv()));
		Files.write(target.resolve("results.csv"), csv);
		String markdown = new Report(this.options, this.results, this.settings.home()).markdown();
		Files.writeString(target.resolve("results.md"), markdown);
		System.out.println("\n" + markdown);
	}

	private static void print(String format, Object... args) {
		System.out.println(String.format(Locale.ROOT, format, args));
	}

}
