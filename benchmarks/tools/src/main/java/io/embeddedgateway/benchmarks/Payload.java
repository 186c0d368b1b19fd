package io.embeddedgateway.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * The bodies that are sent, which backend and load generator both know.
 */
enum Payload {

	SMALL("small", 150), MEDIUM("10k", 10 * 1024), LARGE("1m", 1024 * 1024),

	/**
	 * What an aggregate of three small ones is.
	 */
	PAGE("page", ("{\"a\":" + text(150) + ",\"b\":" + text(150) + ",\"c\":" + text(150) + "}")
		.getBytes(StandardCharsets.US_ASCII));

	private final String path;

	private final byte[] content;

	private final long checksum;

	Payload(String path, int length) {
		this(path, text(length).getBytes(StandardCharsets.US_ASCII));
	}

	Payload(String path, byte[] content) {
		this.path = path;
		this.content = content;
		this.checksum = checksum(this.content);
	}

	private static String text(int length) {
		StringBuilder json = new StringBuilder(length).append("{\"text\":\"");
		Random random = new Random(length);
		while (json.length() < length - 2) {
			json.append((char) ('a' + random.nextInt(26)));
		}
		return json.append("\"}").toString();
	}

	private static long checksum(byte[] content) {
		CRC32 crc = new CRC32();
		crc.update(content);
		return crc.getValue();
	}

	String path() {
		return this.path;
	}

	byte[] content() {
		return this.content;
	}

	int length() {
		return this.content.length;
	}

	long checksum() {
		return this.checksum;
	}

}
