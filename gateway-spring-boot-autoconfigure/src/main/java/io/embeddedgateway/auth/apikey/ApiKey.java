package io.embeddedgateway.auth.apikey;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.auth.Grants;

/**
 * What a key stands for.
 *
 * @param client the client that has the key
 * @param scopes what the client is granted; copied
 * @param roles what the client is; copied
 * @param attributes what else is known about it, which become the claims of the caller
 * @param expires when the key ends, or {@code null} if it does not
 */
public record ApiKey(String client, Set<String> scopes, Set<String> roles, Map<String, Object> attributes,
		@Nullable Instant expires) {

	/**
	 * Check the key.
	 * @throws IllegalArgumentException if the client has no id, or a scope could be none
	 */
	public ApiKey {
		if (client.isBlank()) {
			throw new IllegalArgumentException("A key needs a client");
		}
		Grants grants = new Grants(scopes, roles, attributes);
		scopes = grants.scopes();
		roles = grants.roles();
	}

	/**
	 * A key that grants nothing, and does not end.
	 * @param client the client that has the key
	 * @return the key
	 */
	public static ApiKey of(String client) {
		return new ApiKey(client, Set.of(), Set.of(), Map.of(), null);
	}

}
