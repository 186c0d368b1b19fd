package io.embeddedgateway.auth.opaque;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.auth.ClaimNames;
import io.embeddedgateway.auth.ServerUris;
import io.embeddedgateway.auth.TokenBinding;

/**
 * How tokens are verified by asking who gave them (RFC 7662): one of
 * {@code introspectionUri}, {@code introspector} and {@code manager}.
 *
 * @param introspectionUri where to ask
 * @param clientId the name of the gateway there
 * @param clientSecret its secret
 * @param introspector the name of a bean that asks
 * @param manager the name of a bean that authenticates
 * @param issuer what the issuer has to be; not asked for if {@code null}
 * @param audiences one of these has to be an audience; not asked for if empty; copied
 * @param principalClaim the claim that names the principal
 * @param clientClaim the claim that names the client; the usual ones if {@code null}
 * @param scopesClaim the claim with the scopes; the usual ones if {@code null}
 * @param rolesClaim the claim with the roles
 * @param boundTo to what tokens have to be bound
 * @param cache how long an answer is remembered at most; 0 for not at all
 * @param timeout how long an answer is waited for
 */
public record OpaquePolicy(@Nullable String introspectionUri, @Nullable String clientId, @Nullable String clientSecret,
		@Nullable String introspector, @Nullable String manager, @Nullable String issuer,
		@DefaultValue Set<String> audiences, @DefaultValue("sub") String principalClaim, @Nullable String clientClaim,
		@Nullable String scopesClaim, @DefaultValue("roles") String rolesClaim,
		@DefaultValue("none") TokenBinding boundTo, @DefaultValue("30s") Duration cache,
		@DefaultValue("2s") Duration timeout) {

	public OpaquePolicy {
		audiences = Set.copyOf(audiences);
		if (introspectionUri != null) {
			ServerUris.check("introspection-uri", introspectionUri, "https://id.example.com/introspect");
			check(clientId != null && clientSecret != null,
					"'introspection-uri' needs a 'client-id' and a 'client-secret', as the issuer knows them");
		}
		else {
			check(clientId == null && clientSecret == null,
					"'client-id' and 'client-secret' are for 'introspection-uri'. Write it, or remove them");
		}
		check(manager == null || (issuer == null && audiences.isEmpty()),
				"'issuer' and 'audiences' can't be checked after 'manager'. Remove them, and check them there");
		check(!cache.isNegative() && cache.compareTo(Duration.ofHours(1)) <= 0,
				"'cache' is " + cache + ". Write 0s to 1h; 0s remembers nothing");
		check(timeout.toMillis() > 0 && timeout.toSeconds() < 10, "'timeout' is " + timeout + ". Write 1ms to 9s");
	}

	private static void check(boolean right, String problem) {
		if (!right) {
			throw new IllegalArgumentException(problem);
		}
	}

	/**
	 * Who is asked, as far as it is said here.
	 * @return the names of the properties that are set
	 */
	public List<String> sources() {
		List<String> sources = new ArrayList<>(1);
		if (this.introspectionUri != null) {
			sources.add("introspection-uri");
		}
		if (this.introspector != null) {
			sources.add("introspector");
		}
		if (this.manager != null) {
			sources.add("manager");
		}
		return sources;
	}

	ClaimNames claimNames() {
		return new ClaimNames(this.principalClaim, this.clientClaim, this.scopesClaim, this.rolesClaim);
	}

	/**
	 * Without the secret.
	 */
	@Override
	public String toString() {
		return "OpaquePolicy" + sources();
	}

}
