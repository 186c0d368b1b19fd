package io.embeddedgateway.relay;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.HeaderNames;
import io.embeddedgateway.OutboundPolicy;
import io.embeddedgateway.text.KebabCase;

/**
 * What a service is told about the caller.
 *
 * @param token what becomes of the credentials; {@code null} for what is right by their
 * kind: tokens are forwarded, keys and passwords removed
 * @param claims headers for the service, by the names of the claims that they tell;
 * copied. What the client sends under these names never passes
 * @param client the name of the client by which the gateway gets tokens, or {@code null}
 * if it gets none
 * @param audiences for whom these tokens are to be (RFC 8693 §2.1); copied
 * @param scopes what these tokens are to allow; copied
 */
public record RelayPolicy(@Nullable TokenRelay token, @DefaultValue Map<String, String> claims, @Nullable String client,
		@DefaultValue Set<String> audiences, @DefaultValue Set<String> scopes) implements OutboundPolicy {

	/**
	 * What is right by the kind of the credentials, and nothing else.
	 */
	public static final RelayPolicy DEFAULT = new RelayPolicy(null, Map.of(), null, Set.of(), Set.of());

	public RelayPolicy {
		claims = Map.copyOf(claims);
		audiences = Set.copyOf(audiences);
		scopes = Set.copyOf(scopes);
		boolean needsClient = token != null && token.needsClient();
		if (token != null && needsClient && client == null) {
			throw new IllegalArgumentException(
					"'token: " + KebabCase.of(token) + "' needs 'client', the name of one of 'gateway.token-clients'");
		}
		if (!needsClient && (client != null || !audiences.isEmpty() || !scopes.isEmpty())) {
			throw new IllegalArgumentException("'client', 'audiences' and 'scopes' are for tokens that the gateway "
					+ "gets. Write 'token: exchange' or 'token: client-credentials', or remove them");
		}
		checkHeaders(claims);
	}

	private static void checkHeaders(Map<String, String> claims) {
		Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		claims.forEach((claim, header) -> {
			if (!HeaderNames.isToken(header)) {
				throw new IllegalArgumentException("'claims' has '" + header
						+ "', which is not the name of a header. Write letters, digits and hyphens");
			}
			if (HeaderNames.isReserved(header) || header.equalsIgnoreCase("Authorization")) {
				throw new IllegalArgumentException(
						"'claims' has '" + header + "', which only the gateway writes. Choose another header");
			}
			String other = names.put(header.replace('_', '-'), claim);
			if (other != null) {
				throw new IllegalArgumentException(
						"'claims' has the header '" + header + "' for '" + other + "' and '" + claim + "'. Keep one");
			}
		});
	}

	/**
	 * A policy from its short form.
	 * @param text {@code forward} or {@code remove}
	 * @return the policy
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static RelayPolicy of(String text) {
		return switch (text.trim()) {
			case "forward" -> new RelayPolicy(TokenRelay.FORWARD, Map.of(), null, Set.of(), Set.of());
			case "remove" -> new RelayPolicy(TokenRelay.REMOVE, Map.of(), null, Set.of(), Set.of());
			default -> throw new IllegalArgumentException(
					"'" + text + "' is not known. Write 'forward', 'remove', or a block with 'token' and 'claims'");
		};
	}

}
