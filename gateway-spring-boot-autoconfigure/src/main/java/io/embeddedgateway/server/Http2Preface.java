package io.embeddedgateway.server;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;

/**
 * Finds the words with which a client begins to speak HTTP/2 (RFC 9113 §3.4), however
 * many reads they take.
 */
final class Http2Preface {

	private static final byte[] WORDS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private int found;

	/**
	 * Look at bytes that may begin with the words, or with the rest of them.
	 * @param bytes the bytes, which stay unread
	 * @return the index of the first byte behind the words, or -1 if they are not
	 * complete
	 */
	int endIn(ByteBuf bytes) {
		int index = bytes.readerIndex();
		while (index < bytes.writerIndex() && this.found < WORDS.length) {
			if (bytes.getByte(index) != WORDS[this.found]) {
				this.found = 0;
				return -1;
			}
			index++;
			this.found++;
		}
		if (this.found < WORDS.length) {
			return -1;
		}
		this.found = 0;
		return index;
	}

}
