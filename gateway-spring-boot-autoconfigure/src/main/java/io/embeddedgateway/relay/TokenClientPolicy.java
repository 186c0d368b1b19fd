package io.embeddedgateway.relay;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

import io.embeddedgateway.auth.ServerUris;

/**
 * How the gateway gets tokens.
 *
 * @param tokenUri the token endpoint (RFC 6749 §3.2): a URI with {@code https} or
 * {@code http}
 * @param clientId the id of the gateway there
 * @param clientSecret its secret
 * @param authentication how it shows the secret
 * @param timeout the longest time for an answer, 1 ms to 1 m
 */
public record TokenClientPolicy(String tokenUri, String clientId, String clientSecret,
		@DefaultValue("basic") Authentication authentication, @DefaultValue("3s") Duration timeout) {

	public TokenClientPolicy {
		require("token-uri", tokenUri, "https://id.example.com/oauth2/token");
		require("client-id", clientId, "gateway");
		require("client-secret", clientSecret, "${CLIENT_SECRET}");
		ServerUris.check("token-uri", tokenUri, "https://id.example.com/oauth2/token");
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException(
					"'timeout' is " + timeout.toMillis() + "ms. Write between 1ms and 1m, for example '3s'");
		}
	}

	// The binder passes null for what is missing
	private static void require(String key, String value, String example) {
		if (!StringUtils.hasText(value)) {
			throw new IllegalArgumentException(
					"has no '" + key + "'. Write for example '" + key + ": " + example + "'");
		}
	}

	@Override
	public String toString() {
		return "token client '" + this.clientId + "' at " + this.tokenUri;
	}

	/**
	 * How a client shows its secret (RFC 6749 §2.3.1).
	 */
	public enum Authentication {

		/**
		 * In the {@code Authorization} header.
		 */
		BASIC,

		/**
		 * In the body.
		 */
		POST

	}

}
