package io.embeddedgateway.sticky;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Makes and reads the tokens for one service: a tag that stands for the instance, when
 * the token expires, and a signature of both and of the service. Nobody without the key
 * can make one, or tell from it which instance is meant.
 */
final class Tokens {

	/**
	 * Characters for 15 bytes.
	 */
	private static final int TAG = 20;

	/**
	 * Characters of the expiry, in hexadecimal digits: enough until 2106.
	 */
	private static final int EXPIRY = 8;

	/**
	 * Characters for 18 bytes.
	 */
	private static final int SIGNATURE = 24;

	private final StickyKey key;

	private final String serviceId;

	private final long lifetime;

	private final Clock clock;

	Tokens(StickyKey key, String serviceId, Duration lifetime, Clock clock) {
		this.key = key;
		this.serviceId = serviceId;
		this.lifetime = lifetime.toSeconds();
		this.clock = clock;
	}

	/**
	 * What stands for an instance.
	 * @param key the key
	 * @param serviceId the id of the service
	 * @param instanceId the id of the instance
	 * @return the tag, always the same for the same instance
	 */
	static String tag(StickyKey key, String serviceId, String instanceId) {
		return text(key.sign("instance", serviceId, instanceId), TAG);
	}

	String issue(String tag) {
		String content = tag + String.format("%08x", now() + this.lifetime);
		return content + signature(content);
	}

	/**
	 * Read a token.
	 * @param text what a client sent
	 * @return what it says, or {@code null} if it was not issued for this service with
	 * this key, or has expired
	 */
	@Nullable Token read(String text) {
		if (text.length() != TAG + EXPIRY + SIGNATURE) {
			return null;
		}
		String content = text.substring(0, TAG + EXPIRY);
		byte[] expected = signature(content).getBytes(StandardCharsets.UTF_8);
		byte[] sent = text.substring(TAG + EXPIRY).getBytes(StandardCharsets.UTF_8);
		if (!MessageDigest.isEqual(expected, sent)) {
			return null;
		}
		long expiry = Long.parseLong(content, TAG, TAG + EXPIRY, 16);
		return (expiry > now()) ? new Token(content.substring(0, TAG), expiry) : null;
	}

	boolean isToBeRenewed(Token token) {
		return token.expiry() - now() < this.lifetime - this.lifetime / 2;
	}

	private String signature(String content) {
		return text(this.key.sign("token", this.serviceId, content), SIGNATURE);
	}

	private long now() {
		return this.clock.millis() / 1000;
	}

	private static String text(byte[] bytes, int characters) {
		return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(bytes, characters / 4 * 3));
	}

}
