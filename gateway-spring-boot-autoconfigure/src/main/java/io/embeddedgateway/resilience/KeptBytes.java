package io.embeddedgateway.resilience;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Bytes that passed, copied: so that what is kept is as small as it looks, and nobody has
 * to release it.
 */
final class KeptBytes {

	private static final byte[] NOTHING = {};

	private final long max;

	private byte[] bytes = NOTHING;

	private int count;

	private boolean tooMany;

	/**
	 * Create it empty.
	 * @param max the most bytes that are kept
	 */
	KeptBytes(long max) {
		this.max = max;
	}

	int count() {
		return this.count;
	}

	/**
	 * Whether more bytes passed than are kept.
	 * @return {@code true} if nothing is kept for that
	 */
	boolean isTooMany() {
		return this.tooMany;
	}

	void add(DataBuffer buffer) {
		int length = buffer.readableByteCount();
		if (this.tooMany || this.count + (long) length > this.max) {
			this.tooMany = true;
			clear();
			return;
		}
		if (this.bytes.length < this.count + length) {
			int doubled = (int) Math.min(this.max, 2L * this.bytes.length);
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.count + length, doubled));
		}
		buffer.toByteBuffer(buffer.readPosition(), ByteBuffer.wrap(this.bytes), this.count, length);
		this.count += length;
	}

	DataBuffer from(int position) {
		return DefaultDataBufferFactory.sharedInstance
			.wrap(ByteBuffer.wrap(this.bytes, position, this.count - position).slice());
	}

	void clear() {
		this.bytes = NOTHING;
		this.count = 0;
	}

}
