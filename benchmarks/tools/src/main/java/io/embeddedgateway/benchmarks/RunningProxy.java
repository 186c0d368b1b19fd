package io.embeddedgateway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A proxy that runs, and what the operating system knows of it.
 */
final class RunningProxy implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	// USER_HZ, which is 100 on all architectures of today
	private static final long MICROS_PER_TICK = 10_000;

	private final Proxy proxy;

	private final Process process;

	private final int port;

	private final Duration startTime;

	private JvmProbe probe;

	private RunningProxy(Proxy proxy, Process process, int port, Duration startTime) {
		this.proxy = proxy;
		this.process = process;
		this.port = port;
		this.startTime = startTime;
	}

	/**
	 * Start a proxy and wait until it answers.
	 * @param proxy the proxy
	 * @param setup what it is to do
	 * @param backendPort where the backend listens; without meaning for the backend
	 * @param settings how to run it
	 * @return the proxy
	 * @throws IOException if it can't be started, or does not answer
	 */
	static RunningProxy start(Proxy proxy, Setup setup, int backendPort, Proxy.Settings settings) throws IOException {
		int port = freePort();
		List<String> command = proxy.command(setup, port, backendPort, settings);
		Path log = settings.directory().resolve(proxy.id() + "-" + setup.name().toLowerCase() + ".log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.directory(settings.directory().toFile());
		long begun = System.nanoTime();
		Process process = builder.start();
		while (!answers(port, setup)) {
			if (!process.isAlive() || System.nanoTime() - begun > START_TIMEOUT.toNanos()) {
				process.destroyForcibly();
				throw new IOException(proxy.id() + " did not start: see " + log);
			}
			pause(Duration.ofMillis(5));
		}
		return new RunningProxy(proxy, process, port, Duration.ofNanos(System.nanoTime() - begun));
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static boolean answers(int port, Setup setup) {
		try {
			return status(port, setup.prefix() + Payload.SMALL.path(), null) == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int status(int port, String path, String token) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path)
			.toURL()
			.openConnection();
		connection.setConnectTimeout(2000);
		connection.setReadTimeout(5000);
		if (token != null) {
			connection.setRequestProperty("Authorization", "Bearer " + token);
		}
		try {
			int status = connection.getResponseCode();
			// A client that goes away in the middle is another test
			try (InputStream body = (status < 400) ? connection.getInputStream() : connection.getErrorStream()) {
				if (body != null) {
					body.readAllBytes();
				}
			}
			return status;
		}
		finally {
			connection.disconnect();
		}
	}

	static void pause(Duration duration) {
		try {
			// The main thread of a tool: no event loop waits for it
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	Proxy proxy() {
		return this.proxy;
	}

	int port() {
		return this.port;
	}

	/**
	 * Ask for something once.
	 * @param path the path
	 * @param token the token of the caller, or {@code null} for none
	 * @return the status of the answer
	 * @throws IOException if there is none
	 */
	int status(String path, String token) throws IOException {
		return status(this.port, path, token);
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * The time from its start until it passed on an answer.
	 * @return the time
	 */
	Duration startTime() {
		return this.startTime;
	}

	/**
	 * The view into its JVM, which is opened at the first call.
	 * @return the probe
	 * @throws IOException if it can't be opened
	 */
	JvmProbe probe() throws IOException {
		if (this.probe == null) {
			this.probe = JvmProbe.attach(pid());
		}
		return this.probe;
	}

	/**
	 * The CPU time of the process and its workers so far.
	 * @return microseconds
	 */
	long cpuMicros() {
		return processes().mapToLong(RunningProxy::cpuMicros).sum();
	}

	static long cpuMicros(long pid) {
		String stat = read(Path.of("/proc", String.valueOf(pid), "stat"));
		// The name of the program, in parentheses, may have spaces
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
	}

	/**
	 * The most memory that the process and its workers had so far.
	 * @return kilobytes
	 */
	long peakMemory() {
		return status("VmHWM:");
	}

	/**
	 * The memory that the process and its workers have now.
	 * @return kilobytes
	 */
	long memory() {
		return status("VmRSS:");
	}

	private long status(String key) {
		return processes()
			.mapToLong((pid) -> read(Path.of("/proc", pid.toString(), "status")).lines()
				.filter((line) -> line.startsWith(key))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
				.sum())
			.sum();
	}

	private Stream<Long> processes() {
		return Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants()).map(ProcessHandle::pid);
	}

	private static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Process ended: " + path, ex);
		}
	}

	static void stop(Process process) {
		process.destroy();
		try {
			if (!process.waitFor(10, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (this.probe != null) {
			this.probe.close();
		}
		stop(this.process);
	}

}
