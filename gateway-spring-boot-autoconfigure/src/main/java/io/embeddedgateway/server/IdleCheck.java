package io.embeddedgateway.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;

/**
 * Closes a connection on which nothing has happened for a while, or whose client takes
 * nothing of what is to be sent. Looks from time to time rather than to set a timer for
 * each request, so it is late by a third at most.
 */
final class IdleCheck implements Runnable {

	private static final int LOOKS = 3;

	private final Channel channel;

	private final Future<?> task;

	private boolean active;

	private int idleLooks;

	private long unsent;

	/**
	 * Start looking.
	 * @param channel the connection
	 * @param timeout how long nothing may happen
	 */
	IdleCheck(Channel channel, Duration timeout) {
		this.channel = channel;
		long period = Math.max(1, timeout.toMillis() / LOOKS);
		this.task = channel.eventLoop().scheduleWithFixedDelay(this, period, period, TimeUnit.MILLISECONDS);
	}

	/**
	 * Something happened.
	 */
	void touch() {
		this.active = true;
	}

	@Override
	public void run() {
		ConnectionGuard guard = this.channel.pipeline().get(ConnectionGuard.class);
		boolean idle = !this.active && guard != null && guard.isIdle();
		this.active = false;
		this.idleLooks = (isStuck() || idle) ? this.idleLooks + 1 : 0;
		if (this.idleLooks >= LOOKS) {
			stop();
			ChannelFuture unused = this.channel.close();
		}
	}

	// Whether there is much to send, and as much as at the last look
	private boolean isStuck() {
		long before = this.unsent;
		this.unsent = this.channel.bytesBeforeWritable();
		return this.unsent > 0 && this.unsent == before;
	}

	void stop() {
		this.task.cancel(false);
	}

}
