package io.embeddedgateway.usage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A gateway in a process of its own that is killed.
 */
class UsageCrashTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@TempDir
	private Path directory;

	@Test
	void crashLosesNoMoreThanWasNotFlushedYet() throws IOException, InterruptedException {
		Path file = this.directory.resolve("usage.jsonl");
		Process gateway = start(file);
		try {
			int port = port();
			request(port, 50);
			await().atMost(PATIENCE).until(() -> requests(file) == 50);
			// Killed with the next interval half over, or just written
			request(port, 20);
		}
		finally {
			gateway.destroyForcibly();
		}
		assertThat(gateway.waitFor(60, TimeUnit.SECONDS)).isTrue();
		long written = requests(file);
		assertThat(written).isBetween(50L, 70L);
		UsageBatch next = new UsageBatch("next", Instant.EPOCH, Instant.EPOCH, "node-2",
				List.of(new UsageRecord(null, null, null, null, null, "r", 200, 5, 0, 0, 0, 0, 0)));
		StepVerifier.create(new FileUsageSink(UsageFilePolicy.of(file.toString()), Clock.systemUTC()).write(next))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(requests(file)).isEqualTo(written + 5);
	}

	@Test
	void stopInGoodOrderLosesNothing() throws IOException {
		Path file = this.directory.resolve("usage.jsonl");
		try (GatewayApp app = GatewayApp.start(yaml(file, "1h"))) {
			request(app.port(), 30);
			assertThat(file).doesNotExist();
		}
		assertThat(requests(file)).isEqualTo(30);
		try (GatewayApp app = GatewayApp.start(yaml(file, "1h"))) {
			request(app.port(), 3);
		}
		assertThat(requests(file)).isEqualTo(33);
	}

	private Process start(Path file) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Path arguments = this.directory.resolve("arguments");
		Files.writeString(arguments, "-cp \"" + classPath.replace("\\", "\\\\") + "\"");
		Path yaml = this.directory.resolve("application.yml");
		Files.writeString(yaml, yaml(file, "1s"));
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "@" + arguments, Gateway.class.getName(), yaml.toString(),
				this.directory.resolve("port").toString())
			.redirectErrorStream(true)
			.redirectOutput(new File(this.directory.toFile(), "log"))
			.start();
	}

	private int port() throws IOException {
		Path port = this.directory.resolve("port");
		await().atMost(PATIENCE).until(() -> Files.exists(port) && !Files.readString(port).isEmpty());
		return Integer.parseInt(Files.readString(port));
	}

	private static void request(int port, int times) throws IOException {
		for (int i = 0; i < times; i++) {
			assertThat(RawHttp.get(port, "/hello")).startsWith("HTTP/1.1 200 ");
		}
	}

	private static long requests(Path file) throws IOException {
		List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
		return lines.stream().mapToLong((line) -> JSON.readTree(line).get("requests").asLong()).sum();
	}

	private static String yaml(Path file, String flush) {
		return """
				gateway:
				  usage: {flush: %s, file: "%s"}
				  routes:
				    hello: {path: /hello, respond: Hello}
				""".formatted(flush, file);
	}

	/**
	 * What runs in that process.
	 */
	public static final class Gateway {

		private Gateway() {
		}

		public static void main(String[] arguments) throws IOException {
			GatewayApp app = GatewayApp.start(Files.readString(Path.of(arguments[0])));
			Path port = Path.of(arguments[1]);
			Path written = port.resolveSibling("port.tmp");
			Files.writeString(written, String.valueOf(app.port()));
			Files.move(written, port);
		}

	}

}
