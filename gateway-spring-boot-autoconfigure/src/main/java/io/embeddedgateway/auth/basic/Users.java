package io.embeddedgateway.auth.basic;

import reactor.core.publisher.Mono;

/**
 * All users of a provider.
 */
@FunctionalInterface
interface Users {

	/**
	 * Check a password.
	 * @param credentials the name and the password
	 * @return the user; empty if there is no such user, or the password is wrong; an
	 * error if that can't be found out at the moment
	 */
	Mono<KnownUser> check(BasicCredentials credentials);

}
