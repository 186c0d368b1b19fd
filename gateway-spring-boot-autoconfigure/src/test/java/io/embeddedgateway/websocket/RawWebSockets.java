package io.embeddedgateway.websocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.embeddedgateway.testing.RawHttp;

/**
 * Handshakes and frames, byte by byte.
 */
final class RawWebSockets {

	/**
	 * The key and its proof in RFC 6455 §1.3.
	 */
	static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

	static final String ACCEPT = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
			+ "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

	/**
	 * A Close frame of a server with code 1001.
	 */
	static final String GOING_AWAY = bytes(0x88, 2, 0x03, 0xe9);

	/**
	 * The same frame, as clients send it.
	 */
	static final String GOING_AWAY_MASKED = bytes(0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9);

	private RawWebSockets() {
	}

	static String handshake(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: gateway.test\r\nConnection: keep-alive, Upgrade\r\n"
				+ "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + KEY + "\r\n";
	}

	static RawHttp open(int port, String path) throws IOException {
		RawHttp client = new RawHttp(port).send(handshake(path));
		client.readUntil("\r\n\r\n");
		return client;
	}

	static String bytes(int... bytes) {
		byte[] copy = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			copy[i] = (byte) bytes[i];
		}
		return new String(copy, StandardCharsets.ISO_8859_1);
	}

}
