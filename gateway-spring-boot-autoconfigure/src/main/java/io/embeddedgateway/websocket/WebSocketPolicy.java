package io.embeddedgateway.websocket;

import java.time.Duration;

/**
 * How the WebSockets of a route are kept alive.
 *
 * @param ping how often the client is sent a ping (RFC 6455 §5.5.2), which its pong
 * answers to the instance; 1 s to 1 h
 */
public record WebSocketPolicy(Duration ping) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the time is missing or out of range
	 */
	public WebSocketPolicy {
		if (ping == null) {
			throw new IllegalArgumentException("'ping' is missing. Write how often to ping, such as '30s'");
		}
		if (ping.compareTo(SHORTEST) < 0 || ping.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("'ping' is " + ping + ". Write a time from 1s to 1h");
		}
	}

}
