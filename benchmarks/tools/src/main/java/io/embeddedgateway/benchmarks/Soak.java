package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.embeddedgateway.benchmarks.LoadGenerator.Load;

/**
 * Keeps a proxy on the JVM under a mixed load for long, with Netty's leak detection on,
 * and fails if a buffer leaks, memory or threads grow, or an answer is wrong.
 */
public final class Soak {

	private static final int CONNECTIONS = 64;

	// Of 20 requests in a row: 10 small, 5 of 10 KB, 3 POST, 1 of 1 MB, 1 given up
	// halfway
	private static final List<Exchange> MIX = Stream
		.of(times(10, Exchange.get("/api/", Payload.SMALL)), times(5, Exchange.get("/api/", Payload.MEDIUM)),
				times(3, Exchange.post(Payload.MEDIUM)), times(1, Exchange.get("/api/", Payload.LARGE)),
				times(1, Exchange.get("/api/", Payload.LARGE).thenCancelled()))
		.flatMap(List::stream)
		.toList();

	private Soak() {
	}

	/**
	 * Run it.
	 * @param args the directory of the benchmarks, the number of minutes, the number of
	 * requests per second, and the id of the proxy
	 * @throws IOException if it does not start
	 */
	public static void main(String[] args) throws IOException {
		Path home = Path.of(args[0]).toAbsolutePath();
		Path directory = Files.createDirectories(home.resolve("target/run"));
		List<String> jvmOptions = List.of("-Dio.netty.leakDetection.level=paranoid",
				"-Dio.netty.leakDetection.targetRecords=20", "-Dio.netty.maxDirectMemory=0");
		Proxy.Settings settings = new Proxy.Settings(home, directory, jvmOptions);
		List<String> problems = run(settings, Proxy.of(args[3]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
		problems.forEach((problem) -> System.out.println("FAILED: " + problem));
		System.exit(problems.isEmpty() ? 0 : 1);
	}

	private static List<Exchange> times(int times, Exchange exchange) {
		return Stream.generate(() -> exchange).limit(times).toList();
	}

	private static List<String> run(Proxy.Settings settings, Proxy proxy, int minutes, int rate) throws IOException {
		List<Sample> samples = new ArrayList<>();
		List<String> problems = new ArrayList<>();
		try (RunningProxy backend = RunningProxy.start(Proxy.DIRECT, Setup.PLAIN, 0, settings);
				RunningProxy running = RunningProxy.start(proxy, Setup.PLAIN, backend.port(), settings);
				LoadGenerator generator = new LoadGenerator()) {
			problems.addAll(warmUp(running, generator));
			for (int minute = 1; minute <= minutes; minute++) {
				LoadResult load = generator
					.run(new Load(running.port(), mix(), CONNECTIONS, rate, Duration.ofMinutes(1)));
				if (!load.errors().isEmpty()) {
					problems.add("minute " + minute + ": " + load.errors());
				}
				Sample sample = Sample.of(running);
				samples.add(sample);
				System.out
					.println(String.format(Locale.ROOT, "minute %3d  %6.0f/s  %s", minute, load.perSecond(), sample));
			}
		}
		problems.addAll(growth(samples));
		problems.addAll(leaks(settings.directory().resolve(proxy.id() + "-plain.log")));
		return problems;
	}

	private static List<String> warmUp(RunningProxy running, LoadGenerator generator) {
		LoadResult load = generator.run(new Load(running.port(), mix(), CONNECTIONS, 0, Duration.ofMinutes(1)));
		return load.errors().isEmpty() ? List.of() : List.of("warm-up: " + load.errors());
	}

	private static Supplier<Exchange> mix() {
		int[] next = { 0 };
		return () -> MIX.get(next[0]++ % MIX.size());
	}

	private static List<String> leaks(Path log) throws IOException {
		try (Stream<String> lines = Files.lines(log)) {
			return lines.filter((line) -> line.contains("LEAK")).map((line) -> log + ": " + line).toList();
		}
	}

	// The first third warms up; the last is compared with the second
	private static List<String> growth(List<Sample> samples) {
		List<String> problems = new ArrayList<>();
		int third = samples.size() / 3;
		if (third > 0) {
			List<Sample> before = samples.subList(samples.size() - 2 * third, samples.size() - third);
			List<Sample> after = samples.subList(samples.size() - third, samples.size());
			compare("heap", before, after, Sample::heap, 4, problems);
			compare("direct memory", before, after, Sample::direct, 8, problems);
			compare("resident memory", before, after, Sample::resident, 32, problems);
			compare("threads", before, after, Sample::threads, 2, problems);
		}
		return problems;
	}

	private static void compare(String what, List<Sample> before, List<Sample> after, ToLongFunction<Sample> figure,
			long tolerance, List<String> problems) {
		long low = before.stream().mapToLong(figure).max().orElseThrow();
		long high = after.stream().mapToLong(figure).min().orElseThrow();
		if (high > low + tolerance) {
			problems.add("%s grew: never above %d, then never below %d".formatted(what, low, high));
		}
	}

	/**
	 * What the proxy holds at one moment.
	 *
	 * @param heap used heap after a full collection, in MB
	 * @param direct direct buffers in MB
	 * @param resident resident memory in MB
	 * @param threads the number of threads
	 */
	private record Sample(long heap, long direct, long resident, long threads) {

		static Sample of(RunningProxy proxy) throws IOException {
			JvmProbe probe = proxy.probe();
			return new Sample(probe.heapAfterCollection() >> 20, probe.directMemory() >> 20, proxy.memory() >> 10,
					probe.threads());
		}

		@Override
		public String toString() {
			return "heap %d MB, direct %d MB, resident %d MB, %d threads".formatted(this.heap, this.direct,
					this.resident, this.threads);
		}

	}

}
