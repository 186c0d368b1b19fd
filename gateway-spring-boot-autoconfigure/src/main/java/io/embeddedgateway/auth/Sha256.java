package io.embeddedgateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * SHA-256 (FIPS 180-4).
 */
public final class Sha256 {

	// Made once for each thread: to look it up takes longer than a short text
	private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::digest);

	private Sha256() {
	}

	/**
	 * The hash of a text.
	 * @param text the text, which counts in UTF-8
	 * @return 32 bytes
	 */
	public static byte[] of(String text) {
		return of(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The hash of bytes.
	 * @param bytes the bytes
	 * @return 32 bytes
	 */
	public static byte[] of(byte[] bytes) {
		return DIGEST.get().digest(bytes);
	}

	/**
	 * Write a hash as the specifications of tokens do.
	 * @param hash the hash
	 * @return base64url without padding (RFC 7515 §2)
	 */
	public static String base64Url(byte[] hash) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
