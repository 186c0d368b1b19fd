package io.embeddedgateway.websocket;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Finds out where one frame ends and the next begins (RFC 6455 §5.2), in bytes that come
 * in pieces of any size, and with what code it is closed. Looks at nothing else: what is
 * no WebSocket just has no boundaries that mean anything.
 */
final class FrameBoundary {

	private static final int SHORT_HEADER = 2;

	private static final int MASK = 4;

	private static final int CLOSE = 8;

	private int headerSeen;

	private int headerLength = SHORT_HEADER;

	private int opcode;

	private int lengthBytes;

	private long length;

	/**
	 * How much of the payload is to come.
	 */
	private long left;

	private volatile boolean closed;

	/**
	 * How many bytes of the code are to come.
	 */
	private int codeLeft;

	/**
	 * The mask of the last header, if it has one.
	 */
	private int mask;

	private int codeRead;

	private volatile int closeCode;

	/**
	 * Whether the last frame is complete, so that another may go before the next.
	 * @return {@code true} if so
	 */
	boolean isReached() {
		return this.left == 0 && this.headerSeen == 0;
	}

	/**
	 * Whether a Close frame has passed, behind which there must be no other.
	 * @return {@code true} if so
	 */
	boolean isClosed() {
		return this.closed;
	}

	/**
	 * The code in the Close frame.
	 * @return the code, or 0 if none has passed
	 */
	int closeCode() {
		return this.closeCode;
	}

	/**
	 * Go on to the end of the bytes.
	 * @param bytes the bytes
	 * @param start where to begin
	 */
	void pass(DataBuffer bytes, int start) {
		int index = start;
		while (index < bytes.writePosition()) {
			index = passFrame(bytes, index);
		}
	}

	/**
	 * Go on to the end of the frame, if it comes.
	 * @param bytes the bytes
	 * @param start where to begin
	 * @return where the frame ends, or else the end of the bytes
	 */
	int passFrame(DataBuffer bytes, int start) {
		int index = start;
		int end = bytes.writePosition();
		while (index < end) {
			if (this.codeLeft > 0 && this.left > 0) {
				code(bytes.getByte(index));
				index++;
			}
			else if (this.left > 0) {
				int step = (int) Math.min(this.left, end - index);
				this.left -= step;
				index += step;
			}
			else {
				header(bytes.getByte(index));
				index++;
			}
			if (isReached()) {
				return index;
			}
		}
		return end;
	}

	private void code(byte next) {
		this.left--;
		this.codeLeft--;
		// RFC 6455 §5.3: the first two bytes of the payload, with the first two of the
		// mask
		this.codeRead = (this.codeRead << 8) | ((next ^ (this.mask >> (16 + 8 * this.codeLeft))) & 0xff);
		if (this.codeLeft == 0) {
			this.closeCode = this.codeRead;
		}
	}

	private void header(byte next) {
		int position = this.headerSeen++;
		if (position == 0) {
			this.opcode = next & 0x0f;
		}
		else if (position == 1) {
			lengths(next);
		}
		else if (position < SHORT_HEADER + this.lengthBytes) {
			this.length = (this.length << 8) | (next & 0xff);
		}
		else {
			this.mask = (this.mask << 8) | (next & 0xff);
		}
		if (this.headerSeen == this.headerLength) {
			this.headerSeen = 0;
			this.headerLength = SHORT_HEADER;
			if (this.opcode == CLOSE && !this.closed) {
				this.closed = true;
				this.codeLeft = (this.length >= 2) ? 2 : 0;
			}
			// The first bit must be 0; otherwise this is no frame, and none will be found
			this.left = (this.length >= 0) ? this.length : Long.MAX_VALUE;
		}
	}

	private void lengths(byte next) {
		int coded = next & 0x7f;
		this.mask = 0;
		this.lengthBytes = switch (coded) {
			case 126 -> 2;
			case 127 -> 8;
			default -> 0;
		};
		this.length = (this.lengthBytes == 0) ? coded : 0;
		this.headerLength = SHORT_HEADER + this.lengthBytes + ((next < 0) ? MASK : 0);
	}

}
