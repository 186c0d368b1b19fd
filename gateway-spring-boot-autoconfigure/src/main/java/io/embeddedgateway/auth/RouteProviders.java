package io.embeddedgateway.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/**
 * The providers whose callers may use a route.
 */
final class RouteProviders {

	private static final String IN_QUERY = "access_token";

	private final List<AuthProvider> providers;

	private final Map<String, Challenge> challenges = new LinkedHashMap<>();

	private final Map<String, Challenge> further = new LinkedHashMap<>();

	private final List<AuthProvider> foreign;

	private final boolean tokens;

	/**
	 * Create the providers of a route.
	 * @param providers those whose callers may use it
	 * @param all all that there are
	 */
	RouteProviders(Collection<AuthProvider> providers, Collection<AuthProvider> all) {
		this.foreign = all.stream()
			.filter((each) -> each.kind() == CredentialKind.ISSUED_TOKEN && !providers.contains(each))
			.toList();
		this.providers = providers.stream().sorted(Comparator.comparing(AuthProvider::kind)).toList();
		for (AuthProvider provider : this.providers) {
			addAll(this.challenges, provider.challenges());
			addAll(this.further, provider.furtherChallenges());
		}
		this.tokens = this.providers.stream().anyMatch((provider) -> provider.kind().isToken());
	}

	private static void addAll(Map<String, Challenge> challenges, List<Challenge> more) {
		more.forEach((challenge) -> challenges.putIfAbsent(challenge.scheme().toLowerCase(Locale.ROOT), challenge));
	}

	/**
	 * Find out who is calling.
	 * @param credentials what the request has
	 * @return the caller; empty if the request has nothing for these providers; an
	 * {@link InvalidCredentialsException} if that is not valid
	 */
	Mono<VerifiedCaller> authenticate(Credentials credentials) {
		refuseTokenInQuery(credentials);
		for (int i = 0; i < this.providers.size(); i++) {
			AuthProvider provider = this.providers.get(i);
			if (provider.accepts(credentials)) {
				refuseForeignToken(provider, credentials);
				return authenticate(credentials, i, provider);
			}
		}
		if (of(credentials.scheme()) != null) {
			throw new InvalidCredentialsException("credentials of nobody who is known here");
		}
		return Mono.empty();
	}

	private Mono<VerifiedCaller> authenticate(Credentials credentials, int index, AuthProvider provider) {
		Mono<VerifiedCaller> caller = provider.authenticate(credentials);
		// The usual case: known already, and nobody else needs to be asked
		return (caller instanceof Fuseable.ScalarCallable<?> && caller != Mono.<VerifiedCaller>empty()) ? caller
				: caller.switchIfEmpty(Mono.defer(() -> next(credentials, index + 1, provider.kind())));
	}

	private Mono<VerifiedCaller> next(Credentials credentials, int index, CredentialKind kind) {
		for (int i = index; i < this.providers.size() && this.providers.get(i).kind() == kind; i++) {
			if (this.providers.get(i).accepts(credentials)) {
				return authenticate(credentials, i, this.providers.get(i));
			}
		}
		throw new InvalidCredentialsException("credentials that nobody knows");
	}

	// Nobody is asked about the token of an issuer that is known, but not allowed here
	private void refuseForeignToken(AuthProvider provider, Credentials credentials) {
		if (provider.kind() != CredentialKind.TOKEN) {
			return;
		}
		for (AuthProvider other : this.foreign) {
			if (other.accepts(credentials)) {
				throw new InvalidCredentialsException("a token of an issuer whose callers may not come here");
			}
		}
	}

	// Queries stand in logs and histories (RFC 9700 §2.6)
	private void refuseTokenInQuery(Credentials credentials) {
		String query = credentials.exchange().request().rawQuery();
		if (this.tokens && query != null && query.contains(IN_QUERY)
				&& !credentials.exchange().request().queryValues(IN_QUERY).isEmpty()) {
			throw new InvalidCredentialsException(AuthError.INVALID_REQUEST, "a token in the query", Map.of());
		}
	}

	private @Nullable Challenge of(String scheme) {
		Challenge offered = this.challenges.get(scheme);
		return (offered != null) ? offered : this.further.get(scheme);
	}

	/**
	 * What a client is told to bring.
	 * @return the challenges
	 */
	List<String> challenges() {
		// There has to be one (RFC 9110 §15.5.2), whatever the application asks for
		return this.challenges.isEmpty() ? List.of("Bearer")
				: this.challenges.values().stream().map(Challenge::toString).toList();
	}

	/**
	 * The same, with what is wrong with what it brought.
	 * @param scheme the scheme of what it brought
	 * @param error what is wrong
	 * @return the challenges
	 */
	List<String> challenges(String scheme, AuthError error) {
		List<String> all = new ArrayList<>();
		this.challenges.forEach((name, challenge) -> {
			// Only tokens have errors (RFC 6750 §3.1)
			boolean told = name.equals(scheme) && !name.equals(Credentials.BASIC);
			all.add((told ? challenge.with("error", error.code()) : challenge).toString());
		});
		Challenge other = this.further.get(scheme);
		if (other != null && !this.challenges.containsKey(scheme)) {
			all.add(other.with("error", error.code()).toString());
		}
		return all;
	}

	/**
	 * What a client is told whose token lacks a scope.
	 * @param scheme the scheme of its token
	 * @param scopes the scopes that are needed
	 * @return the challenge, or nothing
	 */
	List<String> missingScope(String scheme, String scopes) {
		Challenge challenge = of(scheme);
		return (challenge != null)
				? List.of(challenge.with("error", AuthError.INSUFFICIENT_SCOPE.code()).with("scope", scopes).toString())
				: List.of();
	}

}
