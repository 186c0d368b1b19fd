package io.embeddedgateway.upstream;

import java.net.InetAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Where connections lead.
 *
 * @param uri scheme, host and port
 * @param address where the host is to be found, or {@code null} if that is to be looked
 * up for each connection
 */
public record Endpoint(URI uri, @Nullable InetAddress address) {

	boolean isSecure() {
		return "https".equals(this.uri.getScheme());
	}

	/**
	 * The name of the host.
	 * @return the name, or an address without brackets
	 */
	String host() {
		String host = this.uri.getHost();
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	int port() {
		if (this.uri.getPort() >= 0) {
			return this.uri.getPort();
		}
		return isSecure() ? 443 : 80;
	}

	/**
	 * What tells instances apart wherever they are told of.
	 * @return scheme, host and port, with the address if there is one
	 */
	String instanceId() {
		String id = this.uri.getScheme() + "://" + this.uri.getHost() + ":" + port();
		return (this.address != null) ? id + "@" + this.address.getHostAddress() : id;
	}

	@Override
	public String toString() {
		return (this.address != null) ? this.uri + "@" + this.address.getHostAddress() : this.uri.toString();
	}

}
