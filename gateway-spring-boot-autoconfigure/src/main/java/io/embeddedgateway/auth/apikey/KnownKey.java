package io.embeddedgateway.auth.apikey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.Grants;

/**
 * A key as requests need it.
 *
 * @param caller who calls with it
 * @param expires when it ends, or {@code null} if it does not
 */
record KnownKey(Caller caller, @Nullable Instant expires) {

	static KnownKey of(String provider, ApiKey key) {
		Grants grants = new Grants(key.scopes(), key.roles(), key.attributes());
		return new KnownKey(grants.caller(provider, key.client()), key.expires());
	}

}
