package io.embeddedgateway.auth.mtls;

import java.security.cert.X509Certificate;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.ClientConnection;

/**
 * The certificate of the client itself.
 */
final class PeerCertificate {

	private PeerCertificate() {
	}

	/**
	 * The certificate of a client.
	 * @param connection where the request comes from
	 * @return the certificate, or {@code null} if there is none, or it is that of a
	 * trusted proxy, which says nothing about whom the proxy speaks for
	 */
	static @Nullable X509Certificate of(ClientConnection connection) {
		return connection.trusted() ? null : connection.certificate();
	}

}
