package io.embeddedgateway.observability;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The secret of those who may see the way of their requests. Its text never tells.
 */
public final class TraceSecret {

	private static final int LENGTH = 16;

	private final byte[] hash;

	private TraceSecret(byte[] hash) {
		this.hash = hash;
	}

	/**
	 * A secret.
	 * @param text at least 16 visible characters of ASCII
	 * @return the secret
	 * @throws IllegalArgumentException if it is shorter, or no header can carry it
	 */
	public static TraceSecret of(String text) {
		if (text.length() < LENGTH || text.chars().anyMatch((c) -> c <= ' ' || c > '~')) {
			// The text is a secret, so it is not shown
			throw new IllegalArgumentException("the secret is shorter than " + LENGTH + " characters, or has others "
					+ "than visible ones of ASCII. Write for example what 'openssl rand -hex 16' prints");
		}
		return new TraceSecret(hash(text));
	}

	boolean is(String text) {
		return MessageDigest.isEqual(this.hash, hash(text));
	}

	private static byte[] hash(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "TraceSecret[***]";
	}

}
