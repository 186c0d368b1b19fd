package io.embeddedgateway.auth.apikey;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.auth.Grants;

/**
 * A client that calls with a key.
 *
 * @param hash the hashes of its keys: more than one while old keys are replaced; copied
 * @param scopes what the client is granted; copied
 * @param roles what the client is; copied
 * @param attributes what else is known about it, which become its claims
 * @param expires when all of its keys end, or {@code null} if they don't
 */
public record ApiKeyClient(@DefaultValue List<ApiKeyHash> hash, @DefaultValue Set<String> scopes,
		@DefaultValue Set<String> roles, @DefaultValue Map<String, Object> attributes, @Nullable Instant expires) {

	/**
	 * Check the client.
	 * @throws IllegalArgumentException if it has no key, or a scope could be none
	 */
	public ApiKeyClient {
		hash = List.copyOf(hash);
		Grants grants = new Grants(scopes, roles, attributes);
		scopes = grants.scopes();
		roles = grants.roles();
		if (hash.isEmpty()) {
			throw new IllegalArgumentException("has no key. Write 'hash: sha256:...', " + ApiKeyHash.REMEDY);
		}
	}

	/**
	 * A client from its short form.
	 * @param text the hash of its key
	 * @return the client, without grants
	 */
	public static ApiKeyClient of(String text) {
		return new ApiKeyClient(List.of(ApiKeyHash.of(text)), Set.of(), Set.of(), Map.of(), null);
	}

	/**
	 * What is known about one of its keys.
	 * @param id the id of the client
	 * @param hash the hash of the key
	 * @return the key
	 */
	ApiKey key(String id, ApiKeyHash hash) {
		Instant first = this.expires;
		if (hash.expires() != null && (first == null || hash.expires().isBefore(first))) {
			first = hash.expires();
		}
		return new ApiKey(id, this.scopes, this.roles, this.attributes, first);
	}

}
