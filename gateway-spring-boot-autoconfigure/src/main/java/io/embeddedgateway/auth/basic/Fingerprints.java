package io.embeddedgateway.auth.basic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes of names and passwords what can be remembered: hashes with a key that nobody
 * knows, and that ends with the process (HMAC-SHA256, RFC 2104).
 */
final class Fingerprints {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

	Fingerprints(RandomGenerator random) {
		byte[] secret = new byte[32];
		random.nextBytes(secret);
		this.key = new SecretKeySpec(secret, ALGORITHM);
	}

	ByteBuffer of(String text) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
