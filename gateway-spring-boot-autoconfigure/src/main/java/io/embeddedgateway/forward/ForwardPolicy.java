package io.embeddedgateway.forward;

import java.time.Duration;

/**
 * How the instances of a service are reached.
 *
 * @param connectTimeout the longest time until a connection stands; 1 ms or more
 * @param responseTimeout the longest time from the end of the request until the headers
 * of the response; 1 ms or more
 * @param idleTimeout the longest time in which no byte of a body moves; 1 ms or more
 * @param maxConnections the most connections to one instance; 1 or more, shared evenly by
 * the event loops of the server, of which each gets at least one
 * @param maxPending the most requests that wait for a connection to one instance; 0 or
 * more, shared in the same way
 * @param preserveHost whether the instance sees the host that the client asked for,
 * rather than its own
 */
public record ForwardPolicy(Duration connectTimeout, Duration responseTimeout, Duration idleTimeout, int maxConnections,
		int maxPending, boolean preserveHost) {

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * The policy of a service that says nothing else.
	 */
	public static final ForwardPolicy DEFAULT = new ForwardPolicy(Duration.ofSeconds(2), Duration.ofSeconds(30),
			Duration.ofSeconds(60), 1024, 1024, false);

	public ForwardPolicy {
		check("connect-timeout", connectTimeout);
		check("response-timeout", responseTimeout);
		check("idle-timeout", idleTimeout);
		if (maxConnections < 1) {
			throw new IllegalArgumentException(
					"'max-connections' is " + maxConnections + ". Write 1 or more, for example 1024");
		}
		if (maxPending < 0) {
			throw new IllegalArgumentException(
					"'max-pending' is " + maxPending + ". Write 0 or more, for example 1024");
		}
	}

	private static void check(String name, Duration timeout) {
		if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'" + name + "' is " + timeout.toMillis() + "ms. Write between 1ms and 1d, for example '2s'");
		}
	}

	/**
	 * This policy with another time to connect.
	 * @param timeout the longest time until a connection stands
	 * @return the changed policy
	 */
	public ForwardPolicy withConnectTimeout(Duration timeout) {
		return new ForwardPolicy(timeout, this.responseTimeout, this.idleTimeout, this.maxConnections, this.maxPending,
				this.preserveHost);
	}

	/**
	 * This policy with another time to answer.
	 * @param timeout the longest time from the end of the request until the headers of
	 * the response
	 * @return the changed policy
	 */
	public ForwardPolicy withResponseTimeout(Duration timeout) {
		return new ForwardPolicy(this.connectTimeout, timeout, this.idleTimeout, this.maxConnections, this.maxPending,
				this.preserveHost);
	}

	/**
	 * This policy with another time without a byte.
	 * @param timeout the longest time in which no byte of a body moves
	 * @return the changed policy
	 */
	public ForwardPolicy withIdleTimeout(Duration timeout) {
		return new ForwardPolicy(this.connectTimeout, this.responseTimeout, timeout, this.maxConnections,
				this.maxPending, this.preserveHost);
	}

	/**
	 * This policy with other bounds of the connection pool.
	 * @param maxConnections the most connections to one instance
	 * @param maxPending the most requests that wait for a connection to one instance
	 * @return the changed policy
	 */
	public ForwardPolicy withPool(int maxConnections, int maxPending) {
		return new ForwardPolicy(this.connectTimeout, this.responseTimeout, this.idleTimeout, maxConnections,
				maxPending, this.preserveHost);
	}

	/**
	 * This policy with or without the host that the client asked for.
	 * @param preserveHost whether the instance sees that host
	 * @return the changed policy
	 */
	public ForwardPolicy withPreserveHost(boolean preserveHost) {
		return new ForwardPolicy(this.connectTimeout, this.responseTimeout, this.idleTimeout, this.maxConnections,
				this.maxPending, preserveHost);
	}

}
