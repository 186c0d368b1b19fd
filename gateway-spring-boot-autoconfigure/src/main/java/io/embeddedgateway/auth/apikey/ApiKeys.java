package io.embeddedgateway.auth.apikey;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * All keys of a provider.
 */
interface ApiKeys {

	/**
	 * A key that is known without asking anybody.
	 * @param hash its hash
	 * @return the key, or {@code null}
	 */
	@Nullable KnownKey known(KeyHash hash);

	/**
	 * A key that is not known yet.
	 * @param hash its hash
	 * @return the key; empty if there is none
	 */
	Mono<KnownKey> find(KeyHash hash);

}
