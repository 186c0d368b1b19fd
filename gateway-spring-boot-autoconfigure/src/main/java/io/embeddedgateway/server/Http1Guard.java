package io.embeddedgateway.server;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What holds for a connection over HTTP/1.1. A request that comes in one read, without a
 * body, costs neither a look at the clock nor a timer.
 */
final class Http1Guard {

	private static final byte[] TIMEOUT = """
			HTTP/1.1 408 Request Timeout\r
			Content-Type: application/problem+json\r
			Content-Length: 40\r
			Connection: close\r
			\r
			{"title":"Request Timeout","status":408}""".getBytes(StandardCharsets.US_ASCII);

	private static final Log logger = LogFactory.getLog(Http1Guard.class);

	private final Channel channel;

	private final long headerTimeout;

	private final Uploads uploads;

	private final Upload upload;

	private final LazyTimer timer;

	private final Http1Requests requests;

	private boolean uploading;

	private boolean held;

	Http1Guard(ServerPolicy policy, Channel channel, Uploads uploads) {
		this.channel = channel;
		this.headerTimeout = policy.headerTimeout().toNanos();
		this.uploads = uploads;
		this.upload = new Upload(channel, this::uploadTooSlow);
		this.timer = new LazyTimer(channel.eventLoop(), this::headersTooLate);
		this.requests = new Http1Requests(policy.maxPipelined(), this::resume);
	}

	Http1Requests requests() {
		return this.requests;
	}

	boolean isBetweenRequests() {
		return !this.requests.isInBody();
	}

	boolean isIdle() {
		return this.requests.pending() == 0 && !this.requests.isInBody() && !this.requests.isUpgraded();
	}

	boolean isAnsweredInBody() {
		return this.requests.isInBody() && this.requests.pending() == 0;
	}

	/**
	 * The codec read something.
	 * @param size the number of bytes
	 */
	void received(int size) {
		boolean progress = this.requests.takeProgress();
		if (this.requests.isInBody()) {
			this.timer.clear();
			receivedBody(size);
			return;
		}
		endUpload();
		if (progress) {
			this.timer.clear();
		}
		else if (!this.timer.isSet() && !this.requests.isUpgraded()) {
			this.timer.set(this.headerTimeout);
		}
	}

	private void receivedBody(int size) {
		if (this.uploading) {
			this.upload.received(size, this.uploads.now());
		}
		else if (this.uploads.areWatched()) {
			this.uploading = true;
			this.uploads.begin(this.upload);
		}
	}

	private void endUpload() {
		if (this.uploading) {
			this.uploading = false;
			this.uploads.end(this.upload);
		}
	}

	/**
	 * Whether more may be read: not while further requests wait for the answer to the
	 * first, or the server would collect them, bodies and all.
	 * @return {@code true} if so
	 */
	boolean isReadAllowed() {
		if (this.requests.pending() > 1) {
			this.held = true;
			this.channel.config().setAutoRead(false);
			return false;
		}
		if (this.uploading) {
			this.upload.awaited(this.uploads.now());
		}
		return true;
	}

	private void resume() {
		if (this.held && this.requests.pending() <= 1) {
			this.held = false;
			this.channel.config().setAutoRead(true);
		}
	}

	private void headersTooLate() {
		if (this.requests.isUpgraded()) {
			return;
		}
		if (this.requests.pending() > 0) {
			this.timer.set(this.headerTimeout);
		}
		else {
			answerTimeout("headers took too long");
		}
	}

	private void uploadTooSlow() {
		if (this.requests.isContinueAwaited()) {
			this.uploads.begin(this.upload);
			return;
		}
		this.uploading = false;
		if (this.requests.isAnswering() || this.requests.pending() != 1) {
			ChannelFuture unused = this.channel.close();
		}
		else {
			answerTimeout("a body came too slowly");
		}
	}

	// As bytes, in front of the codec: behind it, the request may be in work
	private void answerTimeout(String reason) {
		logger.debug("Closed a connection of " + this.channel.remoteAddress() + ": " + reason);
		ChannelHandlerContext guard = this.channel.pipeline().context(ConnectionGuard.class);
		if (guard != null) {
			guard.writeAndFlush(Unpooled.wrappedBuffer(TIMEOUT)).addListener(ChannelFutureListener.CLOSE);
		}
	}

	void stop() {
		this.timer.close();
	}

}
