package io.embeddedgateway.auth;

import reactor.core.publisher.Mono;

/**
 * Says whom a token stands for.
 */
@FunctionalInterface
public interface TokenVerifier {

	/**
	 * Verify a token.
	 * @param token the token, of characters that tokens may have
	 * @return the caller; empty if this one does not know the token, but another may; an
	 * {@link InvalidCredentialsException} if the token is not valid, any other error if
	 * it can't be verified at the moment
	 */
	Mono<VerifiedCaller> verify(String token);

}
