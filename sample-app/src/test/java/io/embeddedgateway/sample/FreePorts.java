package io.embeddedgateway.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Free ports for the demo instances.
 */
final class FreePorts {

	private static final String AUTHORIZATION = "authorization";

	private static final List<String> INSTANCES = List.of("orders-1", "orders-2", "orders-3", "customers-1",
			"customers-2", "pricing-1", AUTHORIZATION);

	private FreePorts() {
	}

	/**
	 * Find one for each instance.
	 * @return the ports by the property that sets them
	 */
	static Map<String, Integer> find() {
		Map<String, Integer> ports = new LinkedHashMap<>();
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (String instance : INSTANCES) {
				ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				sockets.add(socket);
				ports.put((instance.equals(AUTHORIZATION)) ? "demo.authorization-port" : "demo.ports." + instance,
						socket.getLocalPort());
			}
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return ports;
	}

}
