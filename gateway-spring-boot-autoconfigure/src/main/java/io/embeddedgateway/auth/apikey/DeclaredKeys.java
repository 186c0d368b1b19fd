package io.embeddedgateway.auth.apikey;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keys that stand in the configuration.
 */
final class DeclaredKeys implements ApiKeys {

	private final Map<KeyHash, KnownKey> keys = new HashMap<>();

	DeclaredKeys(String provider, Map<String, ApiKeyClient> clients) {
		clients.forEach((id, client) -> client.hash()
			.forEach((hash) -> this.keys.put(hash.hash(), KnownKey.of(provider, client.key(id, hash)))));
	}

	@Override
	public @Nullable KnownKey known(KeyHash hash) {
		return this.keys.get(hash);
	}

	@Override
	public Mono<KnownKey> find(KeyHash hash) {
		return Mono.empty();
	}

}
