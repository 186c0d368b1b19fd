package io.embeddedgateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Follows the frames that a client sends by their headers (RFC 9113 §4.1), and counts
 * those that carry no part of a request. A client has a budget of them, which is refilled
 * as time goes by, with each request, and with what it is sent, since that calls for
 * window updates.
 */
final class Http2Frames {

	private static final int HEADER_LENGTH = 9;

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int PER_REQUEST = 2;

	/**
	 * How many bytes sent call for one more frame, as a power of two.
	 */
	private static final int SENT_SHIFT = 10;

	private final int max;

	private final long nanosPerFrame;

	private long budget;

	private long refilled;

	private long sent;

	private int headerRead;

	private int length;

	private int type;

	private int flags;

	private int payloadLeft;

	private boolean inBlock;

	private long finished;

	/**
	 * Create a count.
	 * @param max the most frames per period
	 * @param period the period in nanoseconds
	 * @param now the time in nanoseconds
	 */
	Http2Frames(int max, long period, long now) {
		this.max = max;
		this.nanosPerFrame = Math.max(1, period / max);
		this.budget = max;
		this.refilled = now;
	}

	/**
	 * Follow more bytes of the client.
	 * @param bytes the bytes, which stay unread
	 * @param start the index of the first of them
	 */
	void received(ByteBuf bytes, int start) {
		int index = start;
		int end = bytes.writerIndex();
		while (index < end) {
			if (this.payloadLeft > 0) {
				int part = Math.min(this.payloadLeft, end - index);
				this.payloadLeft -= part;
				index += part;
				finishIfWhole();
			}
			else {
				header(bytes.getUnsignedByte(index++));
			}
		}
	}

	private void header(int octet) {
		switch (this.headerRead) {
			case 0 -> this.length = octet;
			case 1, 2 -> this.length = (this.length << 8) | octet;
			case 3 -> this.type = octet;
			case 4 -> this.flags = octet;
			default -> {
				// The stream does not matter
			}
		}
		this.headerRead++;
		if (this.headerRead == HEADER_LENGTH) {
			this.payloadLeft = this.length;
			count();
			finishIfWhole();
		}
	}

	private void count() {
		switch (this.type) {
			case Http2FrameTypes.DATA -> this.budget -= (this.length == 0 && (this.flags & END_STREAM) == 0) ? 1 : 0;
			case Http2FrameTypes.HEADERS -> {
				this.budget += PER_REQUEST;
				this.inBlock = (this.flags & END_HEADERS) == 0;
			}
			case Http2FrameTypes.CONTINUATION -> {
				this.budget--;
				this.inBlock &= (this.flags & END_HEADERS) == 0;
			}
			default -> this.budget--;
		}
	}

	private void finishIfWhole() {
		if (this.payloadLeft == 0 && this.headerRead == HEADER_LENGTH) {
			this.headerRead = 0;
			this.finished += this.inBlock ? 0 : 1;
		}
	}

	/**
	 * Something was sent to the client.
	 * @param size the number of bytes
	 */
	void sent(int size) {
		this.sent += size;
		this.budget += this.sent >> SENT_SHIFT;
		this.sent &= (1 << SENT_SHIFT) - 1;
	}

	/**
	 * Whether there were too many frames, with the time that went by.
	 * @param now the time in nanoseconds
	 * @return {@code true} if there were
	 */
	boolean areTooMany(long now) {
		long refill = Math.min(this.max, (now - this.refilled) / this.nanosPerFrame);
		this.budget += refill;
		this.refilled = now;
		return this.budget < 0;
	}

	/**
	 * Whether the budget is spent, unless time refills it.
	 * @return {@code true} if it is
	 */
	boolean isSpent() {
		return this.budget < 0;
	}

	/**
	 * Whether a frame has begun that is not at its end, or a block of headers. Bodies are
	 * none of it.
	 * @return {@code true} if so
	 */
	boolean isUnfinished() {
		return this.inBlock || (this.headerRead > 0 && !isInBody());
	}

	private boolean isInBody() {
		return this.headerRead == HEADER_LENGTH && this.type == Http2FrameTypes.DATA;
	}

	/**
	 * How many frames and blocks of headers are at their end.
	 * @return the number
	 */
	long finished() {
		return this.finished;
	}

}
