package io.embeddedgateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import redis.embedded.core.ExecutableProvider;

import static org.awaitility.Awaitility.await;

/**
 * A real Redis on a free port, which can be killed, frozen and started again there.
 */
public final class RedisServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String executable;

	private final int port;

	private Process process;

	private RedisServer(String executable, int port) {
		this.executable = executable;
		this.port = port;
		this.process = launch();
	}

	/**
	 * Start a server.
	 * @return the server, which answers
	 */
	public static RedisServer start() {
		try {
			return new RedisServer(ExecutableProvider.newJarResourceProvider().get().getAbsolutePath(), freePort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			return free.getLocalPort();
		}
	}

	private Process launch() {
		try {
			Process launched = new ProcessBuilder(this.executable, "--port", Integer.toString(this.port), "--bind",
					"127.0.0.1", "--save", "", "--appendonly", "no")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(this::answers);
			return launched;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean answers() {
		try {
			return command("PING").startsWith("+PONG");
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * The port of the server.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Send a command.
	 * @param command the command, in one line
	 * @return the begin of the answer
	 */
	public String command(String command) {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout((int) PATIENCE.toMillis());
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			InputStream in = socket.getInputStream();
			byte[] answer = new byte[4096];
			int length = in.read(answer);
			return (length > 0) ? new String(answer, 0, length, StandardCharsets.UTF_8) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Kill the server, as a power failure does.
	 */
	public void kill() {
		this.process.destroyForcibly();
		await().atMost(PATIENCE).until(() -> !this.process.isAlive());
	}

	/**
	 * Start it again, with nothing stored.
	 */
	public void restart() {
		this.process = launch();
	}

	/**
	 * Stop it in the middle of whatever it does; connections stay open.
	 */
	public void freeze() {
		signal("-STOP");
	}

	/**
	 * Let it go on.
	 */
	public void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			Process sent = new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).start();
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> !sent.isAlive());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
