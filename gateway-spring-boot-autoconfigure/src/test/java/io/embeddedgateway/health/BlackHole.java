package io.embeddedgateway.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that neither accepts nor refuses: its backlog is full.
 */
final class BlackHole implements AutoCloseable {

	private static final int MORE_THAN_THE_BACKLOG = 8;

	private final ServerSocket server;

	private final List<SocketChannel> connections = new ArrayList<>();

	BlackHole() throws IOException {
		this.server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		for (int i = 0; i < MORE_THAN_THE_BACKLOG; i++) {
			SocketChannel connection = SocketChannel.open();
			connection.configureBlocking(false);
			connection.connect(new InetSocketAddress("127.0.0.1", this.server.getLocalPort()));
			this.connections.add(connection);
		}
	}

	String uri() {
		return "http://127.0.0.1:" + this.server.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel connection : this.connections) {
			connection.close();
		}
		this.server.close();
	}

}
