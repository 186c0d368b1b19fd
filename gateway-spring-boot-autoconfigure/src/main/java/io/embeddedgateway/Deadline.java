package io.embeddedgateway;

import org.jspecify.annotations.Nullable;

/**
 * Until when a request has to be answered.
 *
 * @param nanoTime the end, a time of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

	private static final AttributeKey<Deadline> KEY = AttributeKey.ofRequest("deadline", Deadline.class);

	/**
	 * The deadline of an exchange.
	 * @param exchange the exchange
	 * @return its deadline, or {@code null} if it has none
	 */
	public static @Nullable Deadline of(GatewayExchange exchange) {
		return exchange.attribute(KEY);
	}

	/**
	 * Whether the time of an exchange is over.
	 * @param exchange the exchange
	 * @return {@code true} if it has a deadline, and that has passed
	 */
	public static boolean isOver(GatewayExchange exchange) {
		Deadline deadline = of(exchange);
		return deadline != null && deadline.remaining() <= 0;
	}

	/**
	 * Set this as the deadline of an exchange.
	 * @param exchange the exchange
	 */
	public void set(GatewayExchange exchange) {
		exchange.attribute(KEY, this);
	}

	/**
	 * How much time is left at some time.
	 * @param now a time of {@link System#nanoTime()}
	 * @return the time in nanoseconds, negative if it is over by then
	 */
	public long remaining(long now) {
		return this.nanoTime - now;
	}

	/**
	 * How much time is left.
	 * @return the time in nanoseconds, negative if it is over
	 */
	public long remaining() {
		return this.nanoTime - System.nanoTime();
	}

}
