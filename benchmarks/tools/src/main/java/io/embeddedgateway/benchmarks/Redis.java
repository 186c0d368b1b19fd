package io.embeddedgateway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of this run's own, on a free port, which keeps nothing on the disk.
 */
final class Redis implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private static final String COMMANDS = "total_commands_processed:";

	private final Process process;

	private final int port;

	private Redis(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start it and wait until it answers.
	 * @param directory where to write its log
	 * @return the server
	 * @throws IOException if it does not start
	 */
	static Redis start(Path directory) throws IOException {
		String executable = ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
		int port = RunningProxy.freePort();
		Process process = new ProcessBuilder(executable, "--port", String.valueOf(port), "--bind", "127.0.0.1",
				"--save", "", "--appendonly", "no")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("redis.log").toFile())
			.directory(directory.toFile())
			.start();
		Redis redis = new Redis(process, port);
		long begun = System.nanoTime();
		while (!redis.answers()) {
			if (!process.isAlive() || System.nanoTime() - begun > START_TIMEOUT.toNanos()) {
				redis.close();
				throw new IOException("Redis did not start: see " + directory.resolve("redis.log"));
			}
			RunningProxy.pause(Duration.ofMillis(5));
		}
		return redis;
	}

	private boolean answers() {
		try {
			commands();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * How many commands it has processed.
	 * @return the number
	 * @throws IOException if it does not tell
	 */
	long commands() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write("INFO stats\r\n".getBytes(StandardCharsets.US_ASCII));
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			String line = answer.readLine();
			while (line != null && !line.startsWith(COMMANDS)) {
				line = answer.readLine();
			}
			if (line == null) {
				throw new IOException("Redis does not tell how many commands it has processed");
			}
			return Long.parseLong(line.substring(COMMANDS.length()).strip());
		}
	}

	/**
	 * Its CPU time so far.
	 * @return microseconds
	 */
	long cpuMicros() {
		return RunningProxy.cpuMicros(this.process.pid());
	}

	@Override
	public void close() {
		RunningProxy.stop(this.process);
	}

}
