package io.embeddedgateway.server;

import io.netty.channel.Channel;

/**
 * How fast a body arrives. Only the time counts in which the server waits for the client:
 * an upload that is held back by whoever reads it is not slow. Confined to one event
 * loop.
 */
final class Upload {

	private final Channel channel;

	private final Runnable cutOff;

	private long bytes;

	private long waited;

	private long waitingSince;

	private boolean waiting;

	/**
	 * Create an upload.
	 * @param channel where it arrives
	 * @param cutOff what to do when it is too slow
	 */
	Upload(Channel channel, Runnable cutOff) {
		this.channel = channel;
		this.cutOff = cutOff;
	}

	void begin() {
		this.bytes = 0;
		this.waited = 0;
		this.waiting = false;
	}

	/**
	 * The server wants more.
	 * @param now the time
	 */
	void awaited(long now) {
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSince = now;
		}
	}

	/**
	 * The client sent something.
	 * @param size the number of bytes
	 * @param now the time
	 */
	void received(int size, long now) {
		this.bytes += size;
		if (this.waiting) {
			this.waited += now - this.waitingSince;
			this.waiting = false;
		}
	}

	/**
	 * Whether the upload is too slow; once the period is over, the next one begins.
	 * @param period the time over which to measure
	 * @param minBytes the fewest bytes in it
	 * @param now the time
	 * @return {@code true} if it is
	 */
	boolean isTooSlow(long period, long minBytes, long now) {
		if (this.waiting) {
			this.waited += this.channel.config().isAutoRead() ? now - this.waitingSince : 0;
			this.waitingSince = now;
		}
		if (this.waited < period) {
			return false;
		}
		// It may be more than a period, with more bytes than one needs
		boolean slow = (double) this.bytes * period < (double) minBytes * this.waited;
		this.bytes = 0;
		this.waited = 0;
		return slow;
	}

	void cutOff() {
		this.cutOff.run();
	}

}
