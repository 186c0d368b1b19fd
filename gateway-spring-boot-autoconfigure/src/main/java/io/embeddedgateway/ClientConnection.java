package io.embeddedgateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from and how it arrived, as far as that can be trusted. Limits,
 * logs, conditions and forwarded headers all read this one answer.
 *
 * @param peer the other end of the socket, or {@code null} if it has no IP address (a
 * Unix domain socket)
 * @param address the address of the client: that of the peer, unless the peer is a
 * trusted proxy that names another
 * @param scheme the scheme that the client used, {@code http} or {@code https}
 * @param host the host, and the port if there is one, that the client asked for, or
 * {@code null} if it named none
 * @param trusted whether the peer is a trusted proxy
 * @param httpVersion the version of HTTP that the peer spoke, as {@code Via} has it (RFC
 * 9110 §7.6.3): {@code 1.0}, {@code 1.1} or {@code 2}
 * @param certificates looks up the certificates by which the peer has proved who it is,
 * when they are needed
 */
public record ClientConnection(@Nullable InetSocketAddress peer, @Nullable InetAddress address, String scheme,
		@Nullable String host, boolean trusted, String httpVersion, Supplier<List<X509Certificate>> certificates) {

	private static final Supplier<List<X509Certificate>> NO_CERTIFICATES = List::of;

	/**
	 * A connection without certificates of the peer.
	 * @param peer the other end of the socket
	 * @param address the address of the client
	 * @param scheme the scheme that the client used
	 * @param host the host that the client asked for
	 * @param trusted whether the peer is a trusted proxy
	 * @param httpVersion the version of HTTP
	 */
	public ClientConnection(@Nullable InetSocketAddress peer, @Nullable InetAddress address, String scheme,
			@Nullable String host, boolean trusted, String httpVersion) {
		this(peer, address, scheme, host, trusted, httpVersion, NO_CERTIFICATES);
	}

	/**
	 * A direct connection over HTTP/1.1, without proxies in between.
	 * @param peer the other end of the socket
	 * @param scheme the scheme that the client used
	 * @param host the host that the client asked for
	 * @return the connection
	 */
	public static ClientConnection direct(@Nullable InetSocketAddress peer, String scheme, @Nullable String host) {
		return direct(peer, scheme, host, "1.1");
	}

	/**
	 * A direct connection, without proxies in between.
	 * @param peer the other end of the socket
	 * @param scheme the scheme that the client used
	 * @param host the host that the client asked for
	 * @param httpVersion the version of HTTP
	 * @return the connection
	 */
	public static ClientConnection direct(@Nullable InetSocketAddress peer, String scheme, @Nullable String host,
			String httpVersion) {
		return new ClientConnection(peer, (peer != null) ? peer.getAddress() : null, scheme, host, false, httpVersion);
	}

	/**
	 * This connection with certificates of the peer.
	 * @param certificates looks them up: its own first, then those that vouch for it;
	 * empty if it has shown none that the server trusts
	 * @return the connection
	 */
	public ClientConnection withCertificates(Supplier<List<X509Certificate>> certificates) {
		return new ClientConnection(this.peer, this.address, this.scheme, this.host, this.trusted, this.httpVersion,
				certificates);
	}

	/**
	 * The certificate by which the peer has proved who it is, in the TLS handshake.
	 * @return the certificate, or {@code null} if it has shown none that the server
	 * trusts
	 */
	public @Nullable X509Certificate certificate() {
		List<X509Certificate> chain = this.certificates.get();
		return chain.isEmpty() ? null : chain.get(0);
	}

	/**
	 * The address of the client as text.
	 * @return the address without host name or scope, or {@code null} if unknown
	 */
	public @Nullable String addressText() {
		if (this.address == null) {
			return null;
		}
		String text = this.address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope < 0) ? text : text.substring(0, scope);
	}

}
