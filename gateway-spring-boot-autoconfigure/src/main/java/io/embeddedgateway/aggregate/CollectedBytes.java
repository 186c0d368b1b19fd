package io.embeddedgateway.aggregate;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The bytes of a body, as many as there may be.
 */
final class CollectedBytes {

	private static final int FIRST = 512;

	/**
	 * How many bytes of memory count as one byte that is read.
	 */
	private static final int MEMORY = 8;

	private final long most;

	private final AtomicLong all;

	private final long mostOfAll;

	private byte[] bytes;

	private int length;

	private long counted;

	/**
	 * Create an empty collection.
	 * @param expected how many bytes are expected, or a negative number if that is not
	 * known
	 * @param most the most bytes
	 * @param all counts the bytes of all parts
	 * @param mostOfAll the most bytes of all parts
	 */
	CollectedBytes(long expected, long most, AtomicLong all, long mostOfAll) {
		this.most = most;
		this.all = all;
		this.mostOfAll = mostOfAll;
		this.bytes = new byte[(int) Math.min((expected >= 0) ? expected : FIRST, Math.min(most, 65_536))];
	}

	/**
	 * Take the bytes of a buffer, and release it.
	 * @param buffer the buffer
	 * @throws BodyTooLargeException if there are too many
	 */
	void add(DataBuffer buffer) {
		try {
			int count = buffer.readableByteCount();
			counted(count);
			if (this.length + count > this.bytes.length) {
				long doubled = Math.min(this.most, 2L * this.bytes.length);
				this.bytes = Arrays.copyOf(this.bytes, (int) Math.max(this.length + count, doubled));
			}
			buffer.read(this.bytes, this.length, count);
			this.length += count;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/**
	 * Count bytes that came of these when they were decompressed.
	 * @param count how many more
	 * @throws BodyTooLargeException if there are too many
	 */
	void decompressed(int count) {
		counted(count);
	}

	/**
	 * Count what is made of the bytes: memory counts as an eighth of it, if that is more
	 * than the bytes themselves.
	 * @param memory how many bytes of memory it takes so far
	 * @throws BodyTooLargeException if that is too much
	 */
	void takes(long memory) {
		long more = memory / MEMORY - this.counted;
		if (more > 0) {
			counted(more);
		}
	}

	private void counted(long count) {
		this.counted += count;
		if (this.counted > this.most) {
			throw new BodyTooLargeException(this.most);
		}
		if (this.all.addAndGet(count) > this.mostOfAll) {
			throw new BodyTooLargeException(this.mostOfAll);
		}
	}

	byte[] bytes() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

}
