package io.embeddedgateway.upstream;

import java.util.Locale;

/**
 * The version of HTTP that instances are spoken to in.
 */
public enum Protocol {

	/**
	 * HTTP/1.1, over TLS where the instance has {@code https}.
	 */
	HTTP_1_1("http/1.1"),

	/**
	 * HTTP/2 over TLS (RFC 9113 §3.2).
	 */
	H2("h2"),

	/**
	 * HTTP/2 without TLS, with prior knowledge (RFC 9113 §3.3).
	 */
	H2C("h2c"),

	/**
	 * Over TLS, HTTP/2 where the instance offers it (RFC 7301), and HTTP/1.1 where not.
	 * Without TLS, HTTP/1.1.
	 */
	NEGOTIATED("negotiated");

	private final String text;

	Protocol(String text) {
		this.text = text;
	}

	/**
	 * Read a protocol.
	 * @param text {@code http/1.1}, {@code h2}, {@code h2c} or {@code negotiated}, in any
	 * case
	 * @return the protocol
	 * @throws IllegalArgumentException if it is none of them
	 */
	public static Protocol of(String text) {
		for (Protocol protocol : values()) {
			if (protocol.text.equals(text.toLowerCase(Locale.ROOT))) {
				return protocol;
			}
		}
		throw new IllegalArgumentException(
				"'" + text + "' is no protocol. Write 'http/1.1', 'h2', 'h2c' or 'negotiated'");
	}

	@Override
	public String toString() {
		return this.text;
	}

}
