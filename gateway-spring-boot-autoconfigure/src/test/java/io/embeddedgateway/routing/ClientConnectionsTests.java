package io.embeddedgateway.routing;

import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.ClientConnection;

import static org.assertj.core.api.Assertions.assertThat;

class ClientConnectionsTests {

	private final ClientConnections connections = new ClientConnections(
			List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8")));

	@Test
	void nobodyIsBelievedByDefault() {
		ClientConnection client = new ClientConnections(List.of())
			.of(request("127.0.0.1").header("X-Forwarded-For", "1.2.3.4")
				.header("X-Forwarded-Proto", "https")
				.header("X-Forwarded-Host", "evil")
				.build());
		assertThat(client.addressText()).isEqualTo("127.0.0.1");
		assertThat(client.scheme()).isEqualTo("http");
		assertThat(client.host()).isEqualTo("example.com:8080");
		assertThat(client.trusted()).isFalse();
	}

	@Test
	void trustedProxyTellsWhoTheClientIs() {
		ClientConnection client = this.connections.of(request("10.0.0.1").header("X-Forwarded-For", "1.2.3.4")
			.header("X-Forwarded-Proto", "HTTPS")
			.header("X-Forwarded-Host", "shop.example.com")
			.build());
		assertThat(client.addressText()).isEqualTo("1.2.3.4");
		assertThat(client.scheme()).isEqualTo("https");
		assertThat(client.host()).isEqualTo("shop.example.com");
		assertThat(client.trusted()).isTrue();
	}

	@Test
	void chainIsWalkedFromTheNearestProxyAndOnlyAsFarAsItIsTrusted() {
		assertThat(addressFor("9.9.9.9, 1.2.3.4, 10.0.0.2")).isEqualTo("1.2.3.4");
		assertThat(addressFor("10.0.0.3, 10.0.0.2")).isEqualTo("10.0.0.3");
		assertThat(addressFor("9.9.9.9, fd00::2")).isEqualTo("9.9.9.9");
		assertThat(addressFor("2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
	}

	@Test
	void whatIsNoAddressEndsTheWalk() {
		assertThat(addressFor("9.9.9.9, unknown, 10.0.0.2")).isEqualTo("10.0.0.2");
		assertThat(addressFor("localhost")).isEqualTo("10.0.0.1");
		assertThat(addressFor("")).isEqualTo("10.0.0.1");
	}

	@Test
	void unknownSchemeIsNotTaken() {
		assertThat(this.connections.of(request("10.0.0.1").header("X-Forwarded-Proto", "gopher").build()).scheme())
			.isEqualTo("http");
	}

	@Test
	void whatWasAddedLastCounts() {
		ClientConnection client = this.connections.of(request("10.0.0.1").header("X-Forwarded-Host", "evil, real")
			.header("X-Forwarded-Proto", "http", "https")
			.build());
		assertThat(client.host()).isEqualTo("real");
		assertThat(client.scheme()).isEqualTo("https");
	}

	@Test
	void peerWithoutAnAddressIsNotTrusted() {
		ClientConnection client = this.connections
			.of(MockServerHttpRequest.get("http://example.com/").header("X-Forwarded-For", "1.2.3.4").build());
		assertThat(client.trusted()).isFalse();
		assertThat(client.addressText()).isNull();
	}

	@Test
	void forwardedHeadersAreKnownInAnyCase() {
		assertThat(List.of("forwarded", "Forwarded", "x-forwarded-for", "X-FORWARDED-Anything"))
			.allMatch(ClientConnections::isForwardedHeader);
		assertThat(List.of("x-forwarded", "forwarded-for", "host")).noneMatch(ClientConnections::isForwardedHeader);
	}

	private String addressFor(String forwardedFor) {
		return this.connections.of(request("10.0.0.1").header("X-Forwarded-For", forwardedFor).build()).addressText();
	}

	private static MockServerHttpRequest.BaseBuilder<?> request(String peer) {
		return MockServerHttpRequest.get("http://example.com:8080/")
			.header("Host", "example.com:8080")
			.remoteAddress(new InetSocketAddress(peer, 4711));
	}

}
