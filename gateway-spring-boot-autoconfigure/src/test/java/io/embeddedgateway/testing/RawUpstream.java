package io.embeddedgateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on a free port that says exactly what it is told to, as no HTTP server would.
 */
public final class RawUpstream implements AutoCloseable {

	private final ServerSocket server;

	private final Script script;

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "raw upstream");
		thread.setDaemon(true);
		return thread;
	});

	private RawUpstream(Script script) throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		this.script = script;
		this.threads.execute(this::accept);
	}

	/**
	 * A server with a script for each connection, which is closed at the end of it.
	 * @param script the script
	 * @return the server
	 * @throws IOException if no port is free
	 */
	public static RawUpstream with(Script script) throws IOException {
		return new RawUpstream(script);
	}

	/**
	 * A server that answers each request without a body with the same bytes, and closes
	 * the connection.
	 * @param response the bytes as ISO-8859-1
	 * @return the server
	 * @throws IOException if no port is free
	 */
	public static RawUpstream answering(String response) throws IOException {
		return with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send(response);
		});
	}

	private void accept() {
		try {
			while (!this.server.isClosed()) {
				Socket socket = this.server.accept();
				this.connections.add(socket);
				this.threads.execute(() -> run(socket));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void run(Socket socket) {
		try (RawHttp connection = new RawHttp(socket)) {
			this.script.run(connection);
		}
		catch (IOException ex) {
			// The other side went away, or this test is over
		}
	}

	/**
	 * The number of connections that were accepted.
	 * @return the number
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * The port of the server.
	 * @return the port
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * The URI of the server.
	 * @return scheme, host and port
	 */
	public String uri() {
		return "http://127.0.0.1:" + port();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
		this.threads.shutdownNow();
	}

	/**
	 * What the server does with a connection.
	 */
	@FunctionalInterface
	public interface Script {

		/**
		 * Run.
		 * @param connection the connection
		 * @throws IOException if the other side goes away
		 */
		void run(RawHttp connection) throws IOException;

	}

}
