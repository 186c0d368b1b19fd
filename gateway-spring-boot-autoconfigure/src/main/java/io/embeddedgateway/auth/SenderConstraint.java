package io.embeddedgateway.auth;

import java.util.List;

/**
 * Checks that a token is used by whom it was made for, by a proof that the request has
 * beside it. All beans of this type count.
 */
public interface SenderConstraint {

	/**
	 * The member of the claim {@code cnf} that it checks (RFC 7800 §3.1).
	 * @return the name of the member
	 */
	String confirmation();

	/**
	 * Check the proof.
	 * @param credentials what the request has
	 * @param expected the value of the member
	 * @throws InvalidCredentialsException if there is no proof, or it is not valid
	 */
	void check(Credentials credentials, String expected);

	/**
	 * What a client is told to bring with such a token.
	 * @return the challenges, empty if there is no scheme for it
	 */
	default List<Challenge> challenges() {
		return List.of();
	}

}
