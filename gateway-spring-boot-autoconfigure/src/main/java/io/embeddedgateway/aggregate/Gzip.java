package io.embeddedgateway.aggregate;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks bodies with {@code Content-Encoding: gzip} (RFC 9110 §8.4.1.3, RFC 1952). The
 * stream of the JDK calls itself for each member of a file, so that many empty members
 * would overflow the stack.
 */
final class Gzip {

	private static final int HEADER = 10;

	private static final int TRAILER = 8;

	private static final int HEADER_CHECK = 2;

	private static final int EXTRA = 4;

	private static final int NAME = 8;

	private static final int COMMENT = 16;

	private static final int RESERVED = 0xe0;

	private final byte[] packed;

	private final int length;

	private final int most;

	private final Inflater inflater = new Inflater(true);

	private final CRC32 check = new CRC32();

	private final byte[] buffer = new byte[8192];

	private final ByteArrayOutputStream unpacked = new ByteArrayOutputStream();

	private int position;

	private Gzip(byte[] packed, int length, int most) {
		this.packed = packed;
		this.length = length;
		this.most = most;
	}

	/**
	 * Unpack a body.
	 * @param packed bytes that begin with the body
	 * @param length the length of the body
	 * @param most the most bytes that it may have when it is unpacked
	 * @return what was packed
	 * @throws InvalidBodyException if it is not gzip, or is not complete
	 * @throws BodyTooLargeException if it is larger; at most 8 KB more are unpacked
	 * before
	 */
	static byte[] unpack(byte[] packed, int length, int most) {
		Gzip gzip = new Gzip(packed, length, most);
		try {
			do {
				gzip.member();
			}
			while (gzip.position < length);
			return gzip.unpacked.toByteArray();
		}
		catch (DataFormatException ex) {
			throw invalid();
		}
		finally {
			gzip.inflater.end();
		}
	}

	private void member() throws DataFormatException {
		header();
		this.inflater.reset();
		this.check.reset();
		this.inflater.setInput(this.packed, this.position, this.length - this.position);
		while (!this.inflater.finished()) {
			int count = this.inflater.inflate(this.buffer);
			if (count == 0 && (this.inflater.needsInput() || this.inflater.needsDictionary())) {
				throw invalid();
			}
			if (count > this.most - this.unpacked.size()) {
				throw new BodyTooLargeException(this.most);
			}
			this.check.update(this.buffer, 0, count);
			this.unpacked.write(this.buffer, 0, count);
		}
		this.position = this.length - this.inflater.getRemaining();
		trailer(this.check.getValue(), this.inflater.getBytesWritten());
	}

	private void header() {
		int start = this.position;
		skip(HEADER);
		int flags = octet(start + 3);
		if (octet(start) != 0x1f || octet(start + 1) != 0x8b || octet(start + 2) != 8 || (flags & RESERVED) != 0) {
			throw invalid();
		}
		if ((flags & EXTRA) != 0) {
			skip(2);
			skip(octet(this.position - 2) + (octet(this.position - 1) << 8));
		}
		if ((flags & NAME) != 0) {
			skipText();
		}
		if ((flags & COMMENT) != 0) {
			skipText();
		}
		if ((flags & HEADER_CHECK) != 0) {
			skip(2);
		}
	}

	private void trailer(long check, long size) {
		int start = this.position;
		skip(TRAILER);
		if (number(start) != check || number(start + 4) != (size & 0xffffffffL)) {
			throw invalid();
		}
	}

	private long number(int index) {
		return octet(index) | (octet(index + 1) << 8) | (octet(index + 2) << 16) | ((long) octet(index + 3) << 24);
	}

	private void skipText() {
		do {
			skip(1);
		}
		while (octet(this.position - 1) != 0);
	}

	private void skip(int count) {
		if (count > this.length - this.position) {
			throw invalid();
		}
		this.position += count;
	}

	private int octet(int index) {
		return this.packed[index] & 0xff;
	}

	private static InvalidBodyException invalid() {
		return new InvalidBodyException("the body is not valid gzip, or is not complete");
	}

}
