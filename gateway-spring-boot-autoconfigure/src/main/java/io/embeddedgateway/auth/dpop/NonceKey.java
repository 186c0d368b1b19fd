package io.embeddedgateway.auth.dpop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that nonces are made with (HMAC-SHA256, RFC 2104).
 */
public final class NonceKey {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int LENGTH = 32;

	private final SecretKeySpec key;

	private NonceKey(byte[] secret) {
		this.key = new SecretKeySpec(secret, ALGORITHM);
	}

	/**
	 * Read a key.
	 * @param text any text of at least 32 bytes in UTF-8
	 * @return the key
	 * @throws IllegalArgumentException if the text is shorter
	 */
	public static NonceKey of(String text) {
		byte[] secret = text.trim().getBytes(StandardCharsets.UTF_8);
		if (secret.length < LENGTH) {
			// The text is a secret, so it is not shown
			throw new IllegalArgumentException("the key has " + secret.length
					+ " bytes. Write a secret of at least 32, for example what 'openssl rand -base64 32' prints");
		}
		return new NonceKey(secret);
	}

	/**
	 * A key that nobody else has.
	 * @param random where it comes from
	 * @return the key
	 */
	static NonceKey random(RandomGenerator random) {
		byte[] secret = new byte[LENGTH];
		random.nextBytes(secret);
		return new NonceKey(secret);
	}

	/**
	 * The nonce of a period.
	 * @param period the number of the period
	 * @return 24 characters that nobody without the key can tell
	 */
	String nonce(long period) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			mac.update("dpop nonce".getBytes(StandardCharsets.UTF_8));
			byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(period).array());
			return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, 18));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	@Override
	public String toString() {
		return "NonceKey[***]";
	}

}
