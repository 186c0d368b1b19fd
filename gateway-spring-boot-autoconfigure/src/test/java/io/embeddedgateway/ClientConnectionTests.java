package io.embeddedgateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientConnection}.
 */
class ClientConnectionTests {

	@ParameterizedTest
	@CsvSource({ "127.0.0.1,127.0.0.1", "::1,0:0:0:0:0:0:0:1", "::ffff:10.0.0.1,10.0.0.1" })
	void addressOfADirectClientIsThatOfItsPeer(String address, String text) {
		InetSocketAddress peer = new InetSocketAddress(address, 80);
		ClientConnection client = ClientConnection.direct(peer, "https", "shop.example:8443");
		assertThat(client.addressText()).isEqualTo(text);
		assertThat(client.address()).isEqualTo(peer.getAddress());
		assertThat(client.host()).isEqualTo("shop.example:8443");
		assertThat(client.scheme()).isEqualTo("https");
		assertThat(client.trusted()).isFalse();
	}

	@Test
	void addressCanBeUnknown() {
		assertThat(ClientConnection.direct(null, "http", null).addressText()).isNull();
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", 80);
		assertThat(ClientConnection.direct(unresolved, "http", null).addressText()).isNull();
	}

	@Test
	void addressHasNeitherHostNameNorScope() throws UnknownHostException {
		byte[] linkLocal = new byte[16];
		linkLocal[0] = (byte) 0xfe;
		linkLocal[1] = (byte) 0x80;
		linkLocal[15] = 1;
		InetAddress address = Inet6Address.getByAddress("printer.local", linkLocal, 3);
		ClientConnection client = new ClientConnection(null, address, "http", null, "1.1", true);
		assertThat(client.addressText()).isEqualTo("fe80:0:0:0:0:0:0:1");
	}

}
