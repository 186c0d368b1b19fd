package io.embeddedgateway.upstream;

import java.time.Duration;

/**
 * Which connections are made to the instances of a service.
 *
 * @param protocol the version of HTTP
 * @param tls whom to trust
 * @param connectTimeout the longest time until a connection stands, with the look-up of
 * the name and the TLS handshake; 1 ms to 1 d
 * @param maxLifetime the age at which a connection is replaced; 1 ms to 1 d
 * @param maxConnections the most connections to one instance; 1 or more, shared evenly by
 * the event loops of the server, of which each gets at least one
 * @param maxPending the most requests that wait for a connection to one instance; 0 or
 * more, shared in the same way
 * @param maxHeaderSize the most bytes of all headers of a response together; 256 or more
 */
public record ConnectionPolicy(Protocol protocol, TlsPolicy tls, Duration connectTimeout, Duration maxLifetime,
		int maxConnections, int maxPending, int maxHeaderSize) {

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final int SMALLEST_HEADERS = 256;

	/**
	 * The connections of a service that says nothing else.
	 */
	public static final ConnectionPolicy DEFAULT = new ConnectionPolicy(Protocol.HTTP_1_1, TlsPolicy.DEFAULT,
			Duration.ofSeconds(2), Duration.ofMinutes(10), 1024, 1024, 64 * 1024);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a value is out of range
	 */
	public ConnectionPolicy {
		checkTimeout("connect-timeout", connectTimeout);
		checkTimeout("max-lifetime", maxLifetime);
		checkAtLeast("max-connections", maxConnections, 1);
		checkAtLeast("max-pending", maxPending, 0);
		if (maxHeaderSize < SMALLEST_HEADERS) {
			throw new IllegalArgumentException("'max-header-size' is " + maxHeaderSize + "B. Write " + SMALLEST_HEADERS
					+ "B or more, for example 64KB");
		}
	}

	/**
	 * Check a time.
	 * @param name the name of the property
	 * @param timeout the time
	 * @throws IllegalArgumentException if it is less than 1 ms or more than a day
	 */
	public static void checkTimeout(String name, Duration timeout) {
		if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + timeout.toMillis() + "ms. Write between 1ms and 1d, for example '2s'");
		}
	}

	private static void checkAtLeast(String name, int value, int least) {
		if (value < least) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + value + ". Write " + least + " or more, for example 1024");
		}
	}

	/**
	 * This policy with another version of HTTP.
	 * @param protocol the version
	 * @return the changed policy
	 */
	public ConnectionPolicy withProtocol(Protocol protocol) {
		return new ConnectionPolicy(protocol, this.tls, this.connectTimeout, this.maxLifetime, this.maxConnections,
				this.maxPending, this.maxHeaderSize);
	}

	/**
	 * This policy with another trust.
	 * @param tls whom to trust
	 * @return the changed policy
	 */
	public ConnectionPolicy withTls(TlsPolicy tls) {
		return new ConnectionPolicy(this.protocol, tls, this.connectTimeout, this.maxLifetime, this.maxConnections,
				this.maxPending, this.maxHeaderSize);
	}

	/**
	 * This policy with another time to connect.
	 * @param timeout the longest time until a connection stands
	 * @return the changed policy
	 */
	public ConnectionPolicy withConnectTimeout(Duration timeout) {
		return new ConnectionPolicy(this.protocol, this.tls, timeout, this.maxLifetime, this.maxConnections,
				this.maxPending, this.maxHeaderSize);
	}

	/**
	 * This policy with another age of connections.
	 * @param maxLifetime the age at which a connection is replaced
	 * @return the changed policy
	 */
	public ConnectionPolicy withMaxLifetime(Duration maxLifetime) {
		return new ConnectionPolicy(this.protocol, this.tls, this.connectTimeout, maxLifetime, this.maxConnections,
				this.maxPending, this.maxHeaderSize);
	}

	/**
	 * This policy with other bounds.
	 * @param maxConnections the most connections to one instance
	 * @param maxPending the most requests that wait for a connection to one instance
	 * @return the changed policy
	 */
	public ConnectionPolicy withPool(int maxConnections, int maxPending) {
		return new ConnectionPolicy(this.protocol, this.tls, this.connectTimeout, this.maxLifetime, maxConnections,
				maxPending, this.maxHeaderSize);
	}

	/**
	 * This policy with another bound of headers.
	 * @param maxHeaderSize the most bytes of all headers of a response together
	 * @return the changed policy
	 */
	public ConnectionPolicy withMaxHeaderSize(int maxHeaderSize) {
		return new ConnectionPolicy(this.protocol, this.tls, this.connectTimeout, this.maxLifetime, this.maxConnections,
				this.maxPending, maxHeaderSize);
	}

}
