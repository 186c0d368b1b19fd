package io.embeddedgateway.upstream;

import io.netty.handler.ssl.SslContext;

/**
 * Knows with what TLS to instances is set up. Asked for each new connection.
 */
@FunctionalInterface
public interface TlsContexts {

	/**
	 * The settings for a connection.
	 * @param policy whom to trust
	 * @param protocol the version of HTTP, for its negotiation
	 * @return the settings
	 * @throws IllegalArgumentException if there are no such settings
	 */
	SslContext context(TlsPolicy policy, Protocol protocol);

}
