package io.embeddedgateway.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a token: what remains of it where tokens are remembered.
 *
 * @param first its first 64 bits
 * @param second its second
 * @param third its third
 * @param fourth its last
 */
public record TokenHash(long first, long second, long third, long fourth) {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(TokenHash::digest);

	/**
	 * The hash of a token.
	 * @param token the token
	 * @return the hash
	 */
	public static TokenHash of(String token) {
		byte[] hash = DIGEST.get().digest(token.getBytes(StandardCharsets.UTF_8));
		return new TokenHash((long) LONGS.get(hash, 0), (long) LONGS.get(hash, 8), (long) LONGS.get(hash, 16),
				(long) LONGS.get(hash, 24));
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
