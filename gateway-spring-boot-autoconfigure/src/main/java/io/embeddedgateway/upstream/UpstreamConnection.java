package io.embeddedgateway.upstream;

/**
 * A connection to an instance. All calls come on its event loop.
 */
interface UpstreamConnection {

	/**
	 * Whether new requests may be sent.
	 * @return {@code false} if it is closed, about to be, or too old
	 */
	boolean isOpen();

	/**
	 * How many more requests it takes now.
	 * @return the number, 0 or more
	 */
	int capacity();

	/**
	 * Send a request.
	 * @param exchange the request
	 */
	void begin(Exchange exchange);

	/**
	 * Whether no request is in flight.
	 * @return {@code true} if so
	 */
	boolean isIdle();

	/**
	 * Since when no request is in flight.
	 * @return the time as of {@link System#nanoTime()}
	 */
	long idleSince();

	/**
	 * Close it, whatever is in flight.
	 */
	void close();

}
