package io.embeddedgateway.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The proxies that are compared, and how to start each.
 */
enum Proxy {

	/**
	 * No proxy: the load goes straight to the backend, whose figures are shown.
	 */
	DIRECT("direct") {

		@Override
		List<String> command(Setup setup, int port, int backendPort, Settings settings) {
			return settings.java("tools", Backend.class.getName(), String.valueOf(port),
					SignedTokens.jwkSet(settings.tokens()).toString());
		}

	},

	NGINX("nginx") {

		@Override
		List<String> command(Setup setup, int port, int backendPort, Settings settings) throws IOException {
			Path file = NativeConfiguration.nginx(setup, port, backendPort, settings.directory());
			return List.of("nginx", "-e", "stderr", "-p", settings.directory().toString(), "-c", file.toString());
		}

	},

	HAPROXY("haproxy") {

		@Override
		List<String> command(Setup setup, int port, int backendPort, Settings settings) throws IOException {
			return List.of("haproxy", "-db", "-f",
					NativeConfiguration.haproxy(setup, port, backendPort, settings.directory()).toString());
		}

	},

	BARE("bare") {

		@Override
		List<String> command(Setup setup, int port, int backendPort, Settings settings) {
			return settings.java("bare", "io.embeddedgateway.benchmarks.bare.BareProxy", String.valueOf(port),
					String.valueOf(backendPort), setup.profile());
		}

	},

	SPRING_CLOUD_GATEWAY("spring-cloud-gateway") {

		@Override
		List<String> command(Setup setup, int port, int backendPort, Settings settings) {
			String main = "io.embeddedgateway.benchmarks.scg.SpringCloudGateway";
			return switch (setup) {
				case JWT -> spring("spring-cloud-gateway-jwt", main + "JwtProxy", setup, port, backendPort, settings);
				case LIMITED_REDIS ->
					spring("spring-cloud-gateway-limited", main + "LimitedProxy", setup, port, backendPort, settings);
				default -> spring("spring-cloud-gateway", main + "Proxy", setup, port, backendPort, settings);
			};
		}

	},

	GATEWAY("gateway") {

		@Override
		List<String> command(Setup setup, int port, int backendPort, Settings settings) {
			String main = "io.embeddedgateway.benchmarks.gateway.Gateway";
			return (setup != Setup.LIMITED_REDIS)
					? spring("gateway", main + "Proxy", setup, port, backendPort, settings)
					: spring("gateway-limited", main + "LimitedProxy", setup, port, backendPort, settings);
		}

	},

	/**
	 * With Spring's own metrics of requests, and none of ours: what the others that are
	 * observed are to be compared with.
	 */
	GATEWAY_ACTUATOR("gateway-actuator", "gateway-metrics", "--management.metrics.enable.gateway=false"),

	GATEWAY_METRICS("gateway-metrics", "gateway-metrics"),

	/**
	 * With metrics as well, since Boot's tracing comes with them. No spans are sent.
	 */
	GATEWAY_TRACING("gateway-tracing", "gateway-tracing", "--management.tracing.sampling.probability=0.1"),

	GATEWAY_ACCESS_LOG("gateway-access-log", "gateway", "--gateway.access-log=json"),

	/**
	 * With all of that.
	 */
	GATEWAY_OBSERVED("gateway-observed", "gateway-tracing", "--management.tracing.sampling.probability=0.1",
			"--gateway.access-log=json");

	private static final String ACCESS_LOG = "--gateway.access-log=";

	private final String id;

	// Of those that are observed
	private final String module;

	private final List<String> properties;

	Proxy(String id) {
		this(id, null);
	}

	Proxy(String id, String module, String... properties) {
		this.id = id;
		this.module = module;
		this.properties = List.of(properties);
	}

	static Proxy of(String id) {
		return Arrays.stream(values())
			.filter((proxy) -> proxy.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no proxy '" + id + "'. There are "
					+ String.join(", ", Arrays.stream(values()).map(Proxy::id).toList())));
	}

	private static List<String> spring(String module, String main, Setup setup, int port, int backendPort,
			Settings settings) {
		return settings.java(module, main, "--server.port=" + port, "--backend=http://127.0.0.1:" + backendPort,
				"--backend-port=" + backendPort, "--redis-port=" + settings.redisPort(),
				"--spring.profiles.active=" + setup.profile(), "--routes=" + setup.routes());
	}

	/**
	 * The command that starts it.
	 * @param setup what it is to do
	 * @param port where it is to listen
	 * @param backendPort where the backend listens
	 * @param settings how the processes are to run
	 * @return the command
	 * @throws IOException if its configuration can't be written
	 */
	List<String> command(Setup setup, int port, int backendPort, Settings settings) throws IOException {
		List<String> command = spring(this.module, "io.embeddedgateway.benchmarks.gateway.GatewayProxy", setup, port,
				backendPort, settings);
		command.addAll(this.properties);
		command.add("--management.endpoints.web.exposure.include=prometheus");
		if (logsAccess()) {
			command.add("--proxy=" + this.id);
			command.add("--logging.config=" + settings.home().resolve("access-log.xml"));
		}
		return command;
	}

	String id() {
		return this.id;
	}

	boolean isJvm() {
		return this != NGINX && this != HAPROXY;
	}

	boolean verifiesTokens() {
		return this == SPRING_CLOUD_GATEWAY || this == GATEWAY;
	}

	boolean limitsInRedis() {
		return this == SPRING_CLOUD_GATEWAY || this == GATEWAY;
	}

	/**
	 * Whether this is the gateway with something that observes it.
	 * @return {@code false} for those that are compared by default
	 */
	boolean isObserved() {
		return this.module != null;
	}

	boolean logsAccess() {
		return this.properties.stream().anyMatch((property) -> property.startsWith(ACCESS_LOG));
	}

	boolean countsRequests() {
		return this == GATEWAY_METRICS || tracesRequests();
	}

	boolean tracesRequests() {
		return this == GATEWAY_TRACING || this == GATEWAY_OBSERVED;
	}

	boolean isInstalled() {
		return isJvm() || Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, this.id)));
	}

	/**
	 * How processes are to run.
	 *
	 * @param home the directory of the benchmarks
	 * @param directory where to write configurations and logs
	 * @param jvmOptions options for all JVMs
	 * @param redisPort where Redis listens, or 0 where there is none
	 */
	record Settings(Path home, Path directory, List<String> jvmOptions, int redisPort) {

		Settings(Path home, Path directory, List<String> jvmOptions) {
			this(home, directory, jvmOptions, 0);
		}

		Settings withRedis(int port) {
			return new Settings(this.home, this.directory, this.jvmOptions, port);
		}

		Path tokens() {
			return this.home.resolve("target/tokens");
		}

		List<String> java(String module, String main, String... args) {
			Path target = this.home.resolve(module).resolve("target");
			List<String> command = new ArrayList<>();
			command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
			command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC"));
			command.add("-Dreactor.netty.ioWorkerCount=" + Runtime.getRuntime().availableProcessors());
			command.addAll(this.jvmOptions);
			command
				.addAll(List.of("-cp", target.resolve("classes") + File.pathSeparator + target.resolve("lib/*"), main));
			command.addAll(List.of(args));
			return command;
		}

	}

}
