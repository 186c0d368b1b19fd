package io.embeddedgateway.auth.jwt;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.jwt.Jwt;

import io.embeddedgateway.auth.ClaimNames;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Makes callers of tokens that are verified.
 *
 * @param provider the name of the provider
 * @param names which claims say what
 * @param kind the kind of the tokens
 */
record JwtCallers(String provider, ClaimNames names, CredentialKind kind) {

	/**
	 * The caller of a token.
	 * @param jwt the token
	 * @param valid whether what verified it still counts
	 * @return the caller
	 */
	VerifiedCaller caller(Jwt jwt, BooleanSupplier valid) {
		Map<String, Object> claims = new HashMap<>(jwt.getClaims());
		// Times as they stand in the token
		claims.replaceAll((name, value) -> (value instanceof Instant time) ? time.getEpochSecond() : value);
		return new VerifiedCaller(this.names.caller(this.provider, claims),
				new Credential(this.kind, HttpHeaders.AUTHORIZATION, jwt.getTokenValue()), jwt, jwt.getExpiresAt(),
				ClaimNames.confirmation(claims), valid);
	}

}
