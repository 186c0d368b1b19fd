package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@link Results} as Markdown.
 */
final class Report {

	private final Options options;

	private final Results results;

	private final Path home;

	Report(Options options, Results results, Path home) {
		this.options = options;
		this.results = results;
		this.home = home;
	}

	String markdown() {
		StringBuilder text = new StringBuilder(environment());
		this.options.scenarios().forEach((scenario) -> text.append(table(scenario)));
		return text.append(processes()).toString();
	}

	private String environment() {
		return """
				%s, %d cores, %d GB of memory, Linux %s, JDK %s; %s.

				Medians of %d interleaved rounds of %d s each; %d connections.
				""".formatted(LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(), memory(),
				System.getProperty("os.version").replaceAll("-.*", ""), System.getProperty("java.runtime.version"),
				this.options.proxies()
					.stream()
					.map(this::version)
					.filter((version) -> !version.isEmpty())
					.collect(Collectors.joining(", ")),
				this.options.rounds(), this.options.duration().toSeconds(), this.options.connections());
	}

	private static long memory() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
			String total = lines.findFirst().orElseThrow();
			return Math.round(Long.parseLong(total.replaceAll("\\D", "")) / 1024.0 / 1024.0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String version(Proxy proxy) {
		return switch (proxy) {
			case DIRECT -> "";
			case NGINX -> "nginx " + firstMatch(output("nginx", "-v"), "nginx/([\\d.]+)");
			case HAPROXY -> "HAProxy " + firstMatch(output("haproxy", "-v"), "version ([\\d.]+)");
			case BARE -> "reactor-netty " + library("bare", "reactor-netty-http");
			case SPRING_CLOUD_GATEWAY ->
				"Spring Cloud Gateway " + library("spring-cloud-gateway", "spring-cloud-gateway-server-webflux")
						+ " on Boot " + library("spring-cloud-gateway", "spring-boot");
			case GATEWAY_ACTUATOR, GATEWAY_METRICS, GATEWAY_TRACING, GATEWAY_ACCESS_LOG, GATEWAY_OBSERVED -> "";
			case GATEWAY -> "this gateway " + library("gateway", "gateway-spring-boot-autoconfigure") + " on Boot "
					+ library("gateway", "spring-boot");
		};
	}

	private String library(String module, String artifact) {
		try (Stream<Path> files = Files.list(this.home.resolve(module).resolve("target/lib"))) {
			return firstMatch(files.map((file) -> file.getFileName().toString()).collect(Collectors.joining("\n")),
					"(?m)^" + artifact + "-(\\d.*)\\.jar$");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String output(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			return new String(process.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String firstMatch(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		return matcher.find() ? matcher.group(1) : "?";
	}

	private String table(Scenario scenario) {
		boolean large = scenario == Scenario.LARGE;
		StringBuilder table = new StringBuilder("\n### `%s`: %s\n\n".formatted(scenario.id(), scenario.description()));
		boolean based = (scenario.base() != null);
		boolean redis = (scenario.setup() == Setup.LIMITED_REDIS);
		boolean observed = isObserved(scenario);
		String base = based ? " × %s | added p50 ms | added p99 ms |".formatted(scenario.base().id()) : "";
		table.append(
				"| proxy | CPU µs/request | × bare | × Spring Cloud Gateway |%s%s %s | p50 ms | p99 ms | p99.9 ms | allocated bytes/request |%s\n"
					.formatted(observed ? " × gateway |" : "", base, large ? "MB/s" : "requests/s", redis ? " CPU µs of Redis |" : ""));
		table.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|%s%s%s\n".formatted(observed ? "--:|" : "", based ? "--:|--:|--:|" : "",
				redis ? "--:|" : ""));
		for (Proxy proxy : this.options.proxies()) {
			if (this.results.has(scenario, proxy)) {
				table.append(row(scenario, proxy, large ? Payload.LARGE.length() / 1e6 : 1));
			}
		}
		return table.toString();
	}

	private String row(Scenario scenario, Proxy proxy, double perAnswer) {
		double cpu = this.results.median(scenario, proxy, Measurement::cpuMicros);
		int errors = this.results.errors(scenario, proxy);
		List<String> cells = new ArrayList<>();
		cells.add(proxy.id() + ((errors > 0) ? " (**%d errors**)".formatted(errors) : ""));
		cells.add(number("%.1f", cpu));
		cells.add(ratio(scenario, proxy, cpu, Proxy.BARE));
		cells.add(ratio(scenario, proxy, cpu, Proxy.SPRING_CLOUD_GATEWAY));
		if (isObserved(scenario)) {
			cells.add(ratio(scenario, proxy, cpu, Proxy.GATEWAY));
		}
		Scenario base = scenario.base();
		if (base != null) {
			cells.add(number("%.2f", cpu / this.results.median(base, proxy, Measurement::cpuMicros)));
			cells.add(number("%+.2f", added(scenario, proxy, Measurement::p50)));
			cells.add(number("%+.2f", added(scenario, proxy, Measurement::p99)));
		}
		cells.addAll(List.of(number("%,.0f", this.results.median(scenario, proxy, Measurement::perSecond) * perAnswer),
				number("%.2f", this.results.median(scenario, proxy, Measurement::p50)),
				number("%.2f", this.results.median(scenario, proxy, Measurement::p99)),
				number("%.2f", this.results.median(scenario, proxy, Measurement::p999)),
				number("%,.0f", this.results.median(scenario, proxy, Measurement::allocated))));
		if (scenario.setup() == Setup.LIMITED_REDIS) {
			cells.add(number("%.1f", this.results.median(scenario, proxy, Measurement::redisMicros)));
		}
		return "| " + String.join(" | ", cells) + " |\n";
	}

	private boolean isObserved(Scenario scenario) {
		return this.options.proxies().stream().anyMatch((proxy) -> proxy.isObserved() && this.results.has(scenario, proxy));
	}

	private double added(Scenario scenario, Proxy proxy, ToDoubleFunction<Measurement> figure) {
		return this.results.median(scenario, proxy, figure) - this.results.median(scenario.base(), proxy, figure);
	}

	// The figures of 'direct' are those of the backend, which is no proxy
	private String ratio(Scenario scenario, Proxy proxy, double cpu, Proxy base) {
		double ratio = cpu / this.results.median(scenario, base, Measurement::cpuMicros);
		return number("%.2f", (proxy != Proxy.DIRECT) ? ratio : Double.NaN);
	}

	private String processes() {
		StringBuilder table = new StringBuilder("\n### Processes\n\n");
		table.append("| proxy | start to first proxied answer, s | peak memory, MB |\n|---|--:|--:|\n");
		for (Proxy proxy : this.options.proxies()) {
			if (proxy != Proxy.DIRECT) {
				table.append("| %s | %s | %s |\n".formatted(proxy.id(), number("%.2f", this.results.start(proxy)),
						number("%.0f", this.results.peakMegabytes(proxy))));
			}
		}
		return table.toString();
	}

	private static String number(String format, double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
	}

}
