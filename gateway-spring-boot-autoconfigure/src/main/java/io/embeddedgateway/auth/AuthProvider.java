package io.embeddedgateway.auth;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Vouches for callers by one kind of credentials.
 */
public interface AuthProvider {

	/**
	 * The name by which routes refer to it.
	 * @return the name, unique among all
	 */
	String name();

	/**
	 * What it looks at.
	 * @return the kind of its credentials
	 */
	CredentialKind kind();

	/**
	 * What a client is told to bring.
	 * @return the challenges, at least one
	 */
	List<Challenge> challenges();

	/**
	 * What only those are told who have brought credentials of that scheme.
	 * @return further challenges
	 */
	default List<Challenge> furtherChallenges() {
		return List.of();
	}

	/**
	 * Whether a request has credentials that this one is to check.
	 * @param credentials what the request has
	 * @return {@code true} if it has; whoever accepts them decides about the request
	 */
	boolean accepts(Credentials credentials);

	/**
	 * Check the credentials.
	 * @param credentials what the request has, and {@linkplain #accepts accepted}
	 * @return the caller; empty if another provider of this kind may know it; an
	 * {@link InvalidCredentialsException} if the credentials are not valid, any other
	 * error if they can't be checked at the moment
	 */
	Mono<VerifiedCaller> authenticate(Credentials credentials);

}
