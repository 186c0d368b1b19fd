package io.embeddedgateway.auth.basic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.auth.Grants;

/**
 * Users who stand in the configuration. Nobody can tell from the time it takes whether
 * there is a user of some name.
 */
final class DeclaredUsers implements Users {

	private final Map<String, Entry> users = new HashMap<>();

	private final List<PasswordHash> hashes = new ArrayList<>();

	private final Fingerprints fingerprints;

	private final BiPredicate<PasswordHash, String> matches;

	DeclaredUsers(String provider, Map<String, BasicUser> users, Fingerprints fingerprints,
			BiPredicate<PasswordHash, String> matches) {
		this.matches = matches;
		this.fingerprints = fingerprints;
		users.forEach((name, user) -> {
			Grants grants = new Grants(user.scopes(), user.roles(), user.attributes());
			PasswordHash hash = Objects.requireNonNull(user.password());
			this.users.put(name, new Entry(hash, new KnownUser(grants.caller(provider, name), null)));
			this.hashes.add(hash);
		});
	}

	@Override
	public Mono<KnownUser> check(BasicCredentials credentials) {
		return Mono.fromSupplier(() -> find(credentials));
	}

	private @Nullable KnownUser find(BasicCredentials credentials) {
		Entry entry = this.users.get(credentials.name());
		PasswordHash hash = (entry != null) ? entry.hash : decoy(credentials.name());
		boolean right = this.matches.test(hash, credentials.password());
		return (entry != null && right) ? entry.user : null;
	}

	// Always the same for a name, as if the user were there
	private PasswordHash decoy(String name) {
		return this.hashes.get(Math.floorMod(this.fingerprints.of(name).hashCode(), this.hashes.size()));
	}

	private record Entry(PasswordHash hash, KnownUser user) {
	}

}
