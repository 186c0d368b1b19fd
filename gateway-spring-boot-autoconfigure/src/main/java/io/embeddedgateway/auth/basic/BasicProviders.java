package io.embeddedgateway.auth.basic;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ReactiveAuthenticationManager;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;

/**
 * The providers of all users with passwords.
 */
public final class BasicProviders implements AuthProviderSource {

	private final List<AuthProvider> providers = new ArrayList<>();

	/**
	 * Create the providers.
	 * @param policies their policies, by name
	 * @param managers finds a manager by the name of its bean, or the only one if there
	 * is no name
	 * @param threads where passwords are checked
	 * @param clock says when a password has to be checked again
	 * @param random makes the key of what is remembered; nobody may foresee it
	 */
	public BasicProviders(Map<String, BasicPolicy> policies,
			Function<@Nullable String, ReactiveAuthenticationManager> managers, PasswordThreads threads, Clock clock,
			RandomGenerator random) {
		policies.forEach((name, policy) -> {
			Fingerprints fingerprints = new Fingerprints(random);
			Users users = policy.users().isEmpty() ? new ManagedUsers(name, managers.apply(policy.manager()))
					: new DeclaredUsers(name, policy.users(), fingerprints, PasswordHash::matches);
			this.providers.add(new BasicProvider(name, policy.realm(),
					new VerifiedUsers(users, policy.cache(), fingerprints, threads, clock)));
		});
	}

	@Override
	public List<AuthProvider> providers() {
		return List.copyOf(this.providers);
	}

}
