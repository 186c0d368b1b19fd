package io.embeddedgateway.auth.apikey;

import reactor.core.publisher.Mono;

/**
 * Knows the keys of applications, for example from a database. Found as a bean, and
 * referred to by its name. Its answers are remembered for a while.
 */
@FunctionalInterface
public interface ApiKeySource {

	/**
	 * Find a key. Must not block.
	 * @param hash the SHA-256 of the key, as 64 hexadecimal digits in lower case
	 * @return the key; empty if there is none with this hash; an error if that can't be
	 * found out at the moment
	 */
	Mono<ApiKey> find(String hash);

}
