package io.embeddedgateway.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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

	/**
	 * The hash of a token.
	 * @param token the token
	 * @return the hash
	 */
	public static TokenHash of(String token) {
		byte[] hash = Sha256.of(token);
		return new TokenHash((long) LONGS.get(hash, 0), (long) LONGS.get(hash, 8), (long) LONGS.get(hash, 16),
				(long) LONGS.get(hash, 24));
	}

}
