package io.embeddedgateway.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.netty.http.server.HttpServerRequest;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.ClientConnection;

/**
 * Says where a request comes from. What {@code Forwarded} and {@code X-Forwarded-*}
 * headers claim counts only if the other end of the socket is a trusted proxy; an unknown
 * other end is not.
 */
public final class ClientConnections {

	private final List<AddressRange> trustedProxies;

	/**
	 * Create the only judge of where requests come from.
	 * @param trustedProxies the addresses of proxies whose word counts
	 */
	public ClientConnections(Collection<AddressRange> trustedProxies) {
		this.trustedProxies = List.copyOf(trustedProxies);
	}

	ClientConnection of(ServerHttpRequest request) {
		return of(request, nettyRequest(request));
	}

	ClientConnection of(ServerHttpRequest request, @Nullable HttpServerRequest netty) {
		InetSocketAddress peer = (netty != null) ? peer(netty) : request.getRemoteAddress();
		String scheme = (netty != null) ? netty.connectionScheme() : (request.getSslInfo() != null) ? "https" : "http";
		String host = (netty != null) ? netty.requestHeaders().get(HttpHeaderNames.HOST)
				: request.getHeaders().getFirst(HttpHeaders.HOST);
		ClientConnection direct = ClientConnection.direct(peer, scheme, host, version(netty));
		ClientConnection connection = scheme.equals("https") ? direct.withCertificates(() -> certificates(request))
				: direct;
		return (peer == null || !isTrusted(peer.getAddress())) ? connection
				: behindProxy(connection, peer.getAddress(), request, netty);
	}

	private ClientConnection behindProxy(ClientConnection proxy, InetAddress peer, ServerHttpRequest request,
			@Nullable HttpServerRequest netty) {
		HttpHeaders headers = (netty != null) ? new HttpHeaders(new Netty4HeadersAdapter(netty.requestHeaders()))
				: request.getHeaders();
		InetAddress client = client(headers, peer);
		String proto = last(headers, "X-Forwarded-Proto");
		String forwardedHost = last(headers, "X-Forwarded-Host");
		boolean knownScheme = "http".equalsIgnoreCase(proto) || "https".equalsIgnoreCase(proto);
		return new ClientConnection(proxy.peer(), client,
				(proto != null && knownScheme) ? proto.toLowerCase(Locale.ROOT) : proxy.scheme(),
				(forwardedHost != null) ? forwardedHost : proxy.host(), true, proxy.httpVersion(),
				proxy.certificates());
	}

	private static List<X509Certificate> certificates(ServerHttpRequest request) {
		SslInfo ssl = request.getSslInfo();
		X509Certificate[] chain = (ssl != null) ? ssl.getPeerCertificates() : null;
		return (chain != null) ? List.of(chain) : List.of();
	}

	private static String version(@Nullable HttpServerRequest netty) {
		if (netty == null || netty.version().equals(HttpVersion.HTTP_1_1)) {
			return "1.1";
		}
		return netty.version().equals(HttpVersion.HTTP_1_0) ? "1.0" : "2";
	}

	// The request as the socket has it: the server may have been told to believe
	// forwarded headers
	static @Nullable HttpServerRequest nettyRequest(ServerHttpRequest request) {
		try {
			Object underlying = ServerHttpRequestDecorator.getNativeRequest(request);
			return (underlying instanceof HttpServerRequest server) ? server : null;
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			// Not served by Netty
			return null;
		}
	}

	private static @Nullable InetSocketAddress peer(HttpServerRequest request) {
		return (request.connectionRemoteAddress() instanceof InetSocketAddress address) ? address : null;
	}

	private boolean isTrusted(@Nullable InetAddress address) {
		for (AddressRange range : this.trustedProxies) {
			if (range.contains(address)) {
				return true;
			}
		}
		return false;
	}

	// Walk the chain from the nearest proxy towards the client, as long as each names its
	// predecessor and is trusted itself
	private InetAddress client(HttpHeaders headers, InetAddress peer) {
		List<String> chain = headers.getValuesAsList("X-Forwarded-For");
		InetAddress client = peer;
		for (int i = chain.size() - 1; i >= 0 && isTrusted(client); i--) {
			InetAddress previous = parse(chain.get(i));
			if (previous == null) {
				return client;
			}
			client = previous;
		}
		return client;
	}

	private static @Nullable InetAddress parse(String text) {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(withoutPort(text));
		try {
			return (bytes != null) ? InetAddress.getByAddress(bytes) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	// Some proxies name the port as well
	private static String withoutPort(String text) {
		int colon = text.lastIndexOf(':');
		boolean port = colon > 0 && (text.startsWith("[") ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon);
		return port ? text.substring(0, colon) : text;
	}

	private static @Nullable String last(HttpHeaders headers, String name) {
		List<String> values = headers.getValuesAsList(name);
		return values.isEmpty() ? null : values.get(values.size() - 1);
	}

	/**
	 * Whether a header is about a client as a proxy saw it.
	 * @param name the name of the header
	 * @return {@code true} for {@code Forwarded} and all {@code X-Forwarded-*}
	 */
	static boolean isForwardedHeader(CharSequence name) {
		// Most names are neither, by their first character
		return name.length() >= 9 && switch (name.charAt(0)) {
			case 'f', 'F' -> AsciiString.contentEqualsIgnoreCase(name, "Forwarded");
			case 'x', 'X' -> AsciiString.regionMatches(name, true, 0, "X-Forwarded-", 0, 12);
			default -> false;
		};
	}

}
