package io.embeddedgateway.forward;

import java.time.Duration;

import io.embeddedgateway.upstream.ConnectionPolicy;

/**
 * How the instances of a service are asked.
 *
 * @param connections which connections are made to them
 * @param responseTimeout the longest time from the end of the request until the headers
 * of the response; 1 ms to 1 d
 * @param idleTimeout the longest time in which no byte of a body moves; 1 ms to 1 d
 * @param preserveHost whether the instance sees the host that the client asked for,
 * rather than its own
 */
public record ForwardPolicy(ConnectionPolicy connections, Duration responseTimeout, Duration idleTimeout,
		boolean preserveHost) {

	/**
	 * The policy of a service that says nothing else.
	 */
	public static final ForwardPolicy DEFAULT = new ForwardPolicy(ConnectionPolicy.DEFAULT, Duration.ofSeconds(30),
			Duration.ofSeconds(60), false);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if a time is out of range
	 */
	public ForwardPolicy {
		ConnectionPolicy.checkTimeout("response-timeout", responseTimeout);
		ConnectionPolicy.checkTimeout("idle-timeout", idleTimeout);
	}

	/**
	 * This policy with other connections.
	 * @param connections which connections are made
	 * @return the changed policy
	 */
	public ForwardPolicy withConnections(ConnectionPolicy connections) {
		return new ForwardPolicy(connections, this.responseTimeout, this.idleTimeout, this.preserveHost);
	}

	/**
	 * This policy with another time to connect.
	 * @param timeout the longest time until a connection stands
	 * @return the changed policy
	 */
	public ForwardPolicy withConnectTimeout(Duration timeout) {
		return withConnections(this.connections.withConnectTimeout(timeout));
	}

	/**
	 * This policy with another time to answer.
	 * @param timeout the longest time from the end of the request until the headers of
	 * the response
	 * @return the changed policy
	 */
	public ForwardPolicy withResponseTimeout(Duration timeout) {
		return new ForwardPolicy(this.connections, timeout, this.idleTimeout, this.preserveHost);
	}

	/**
	 * This policy with another time without a byte.
	 * @param timeout the longest time in which no byte of a body moves
	 * @return the changed policy
	 */
	public ForwardPolicy withIdleTimeout(Duration timeout) {
		return new ForwardPolicy(this.connections, this.responseTimeout, timeout, this.preserveHost);
	}

	/**
	 * This policy with other bounds of the connection pool.
	 * @param maxConnections the most connections to one instance
	 * @param maxPending the most requests that wait for a connection to one instance
	 * @return the changed policy
	 */
	public ForwardPolicy withPool(int maxConnections, int maxPending) {
		return withConnections(this.connections.withPool(maxConnections, maxPending));
	}

	/**
	 * This policy with or without the host that the client asked for.
	 * @param preserveHost whether the instance sees that host
	 * @return the changed policy
	 */
	public ForwardPolicy withPreserveHost(boolean preserveHost) {
		return new ForwardPolicy(this.connections, this.responseTimeout, this.idleTimeout, preserveHost);
	}

}
