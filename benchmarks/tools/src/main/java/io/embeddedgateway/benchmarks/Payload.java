package io.embeddedgateway.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * The bodies that are sent, which backend and load generator both know.
 */
enum Payload {

	SMALL("small", 150), MEDIUM("10k", 10 * 1024), LARGE("1m", 1024 * 1024);

	private final String path;

	private final byte[] content;

	private final long checksum;

	Payload(String path, int length) {
		this.path = path;
		this.content = json(length);
		this.checksum = checksum(this.content);
	}

	private static byte[] json(int length) {
		StringBuilder json = new StringBuilder(length).append("{\"text\":\"");
		Random random = new Random(length);
		while (json.length() < length - 2) {
			json.append((char) ('a' + random.nextInt(26)));
		}
		return json.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
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
