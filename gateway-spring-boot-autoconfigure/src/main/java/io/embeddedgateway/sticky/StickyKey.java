package io.embeddedgateway.sticky;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The secret that tokens are signed with (HMAC-SHA256, RFC 2104). All gateways in front
 * of the same instances need the same one.
 */
public final class StickyKey {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int LENGTH = 32;

	private final SecretKeySpec key;

	private StickyKey(byte[] secret) {
		this.key = new SecretKeySpec(secret, ALGORITHM);
	}

	/**
	 * Read a key.
	 * @param text at least 32 bytes in Base64 (RFC 4648 §4 or §5), or any other text of
	 * at least 32 bytes in UTF-8
	 * @return the key
	 * @throws IllegalArgumentException if the text is shorter
	 */
	public static StickyKey of(String text) {
		byte[] decoded = decode(text.trim());
		byte[] secret = (decoded != null && decoded.length >= LENGTH) ? decoded : text.getBytes(StandardCharsets.UTF_8);
		if (secret.length < LENGTH) {
			// The text is a secret, so it is not shown
			throw new IllegalArgumentException("the key has " + secret.length
					+ " bytes. Write a secret of at least 32, for example what 'openssl rand -base64 32' prints");
		}
		return new StickyKey(secret);
	}

	/**
	 * A key that nobody else has.
	 * @param random where it comes from
	 * @return the key
	 */
	static StickyKey random(SecureRandom random) {
		byte[] secret = new byte[LENGTH];
		random.nextBytes(secret);
		return new StickyKey(secret);
	}

	private static byte @Nullable [] decode(String text) {
		try {
			return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Sign several texts together.
	 * @param texts the texts
	 * @return 32 bytes
	 */
	byte[] sign(String... texts) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			for (String text : texts) {
				byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
				// With their lengths, so that 'ab', 'c' is not 'a', 'bc'
				mac.update((byte) (bytes.length >>> 8));
				mac.update((byte) bytes.length);
				mac.update(bytes);
			}
			return mac.doFinal();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ALGORITHM + " is not available", ex);
		}
	}

	@Override
	public String toString() {
		return "StickyKey[***]";
	}

}
