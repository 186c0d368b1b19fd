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
	 * @return the caller; an {@link InvalidCredentialsException} if the token is not
	 * valid, any other error if it can't be verified at the moment; never empty
	 */
	Mono<VerifiedCaller> verify(String token);

}
