package io.embeddedgateway.auth.apikey;

import java.security.MessageDigest;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.auth.Sha256;

/**
 * The SHA-256 of a key. Two of them are compared in a time that does not depend on where
 * they differ.
 */
final class KeyHash {

	private final byte[] bytes;

	private KeyHash(byte[] bytes) {
		this.bytes = bytes;
	}

	static KeyHash ofKey(String key) {
		return new KeyHash(Sha256.of(key));
	}

	static KeyHash parse(String hexadecimal) {
		return new KeyHash(HexFormat.of().parseHex(hexadecimal));
	}

	String hexadecimal() {
		return HexFormat.of().formatHex(this.bytes);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof KeyHash hash && MessageDigest.isEqual(this.bytes, hash.bytes);
	}

	@Override
	public int hashCode() {
		return (this.bytes[0] << 24) | ((this.bytes[1] & 0xff) << 16) | ((this.bytes[2] & 0xff) << 8)
				| (this.bytes[3] & 0xff);
	}

}
