package io.embeddedgateway.forward;

import java.net.Inet6Address;
import java.net.InetAddress;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.ClientConnection;

/**
 * Tells the instance about the client: {@code X-Forwarded-*} and {@code Forwarded} (RFC
 * 7239). What came in was removed on arrival unless a trusted proxy sent it; then ours is
 * appended.
 */
final class ForwardedHeaders {

	private static final String FOR = "X-Forwarded-For";

	private static final String FORWARDED = "Forwarded";

	private ForwardedHeaders() {
	}

	static void write(HttpHeaders headers, ClientConnection client) {
		InetAddress peer = (client.peer() != null) ? client.peer().getAddress() : null;
		String address = (peer != null) ? text(peer) : null;
		if (address != null) {
			append(headers, FOR, address);
		}
		headers.set("X-Forwarded-Proto", client.scheme());
		String host = client.host();
		if (host != null) {
			headers.set("X-Forwarded-Host", host);
			headers.set("X-Forwarded-Port", port(host, client.scheme()));
		}
		append(headers, FORWARDED, element(peer, address, client));
	}

	private static void append(HttpHeaders headers, String name, String value) {
		String present = headers.contains(name) ? String.join(", ", headers.getAll(name)) : null;
		headers.set(name, (present != null) ? present + ", " + value : value);
	}

	private static String element(@Nullable InetAddress peer, @Nullable String address, ClientConnection client) {
		StringBuilder element = new StringBuilder(64).append("for=");
		if (address == null) {
			element.append("unknown");
		}
		else {
			element.append((peer instanceof Inet6Address) ? "\"[" + address + "]\"" : address);
		}
		if (client.host() != null) {
			element.append(";host=\"").append(client.host().replace("\\", "").replace("\"", "")).append('"');
		}
		return element.append(";proto=").append(client.scheme()).toString();
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope < 0) ? text : text.substring(0, scope);
	}

	private static String port(String host, String scheme) {
		int colon = host.lastIndexOf(':');
		boolean present = colon > host.lastIndexOf(']') && colon + 1 < host.length();
		return present ? host.substring(colon + 1) : (scheme.equals("https") ? "443" : "80");
	}

}
