package io.embeddedgateway.auth.dpop;

import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import io.embeddedgateway.auth.AuthError;
import io.embeddedgateway.auth.InvalidCredentialsException;

/**
 * A proof that the sender of a request has a key (RFC 9449 §4.2).
 */
final class DpopProof {

	private static final String TYPE = "dpop+jwt";

	private static final int LONGEST = 8 * 1024;

	private static final int LONGEST_ID = 256;

	private static final int SHORTEST_MODULUS = 2048;

	private static final int LONGEST_MODULUS = 8192;

	private final SignedJWT jwt;

	private final JWK key;

	private final JWTClaimsSet claims;

	private DpopProof(SignedJWT jwt, JWK key, JWTClaimsSet claims) {
		this.jwt = jwt;
		this.key = key;
		this.claims = claims;
	}

	/**
	 * Read a proof, without any proof of it.
	 * @param text the text
	 * @param algorithms the algorithms of signatures that count
	 * @return the proof
	 * @throws InvalidCredentialsException if it is none
	 */
	static DpopProof parse(String text, Set<String> algorithms) {
		if (text.length() > LONGEST) {
			throw invalid("too long");
		}
		try {
			SignedJWT jwt = SignedJWT.parse(text);
			JWSHeader header = jwt.getHeader();
			JWK key = header.getJWK();
			if (header.getType() == null || !TYPE.equalsIgnoreCase(header.getType().getType())) {
				throw invalid("of another type");
			}
			if (!algorithms.contains(header.getAlgorithm().getName())) {
				throw invalid("signed by an algorithm that does not count");
			}
			if (key == null || key.isPrivate()) {
				throw invalid("without a public key");
			}
			if (header.getCriticalParams() != null) {
				throw invalid("with extensions that nobody knows");
			}
			return new DpopProof(jwt, key, jwt.getJWTClaimsSet());
		}
		catch (ParseException | IllegalArgumentException | IllegalStateException ex) {
			throw invalid("that can't be read");
		}
	}

	static InvalidCredentialsException invalid(String what) {
		return new InvalidCredentialsException(AuthError.INVALID_DPOP_PROOF, "a proof " + what, Map.of());
	}

	/**
	 * The thumbprint of the key (RFC 7638).
	 * @return the SHA-256, in base64url
	 */
	String thumbprint() {
		try {
			return this.key.computeThumbprint().toString();
		}
		catch (JOSEException ex) {
			throw invalid("with a key that has no thumbprint");
		}
	}

	/**
	 * Check that who made the proof has the key.
	 */
	void checkSignature() {
		try {
			if (this.jwt.verify(verifier())) {
				return;
			}
		}
		catch (JOSEException | IllegalStateException ex) {
			throw invalid("whose signature can't be checked");
		}
		throw invalid("whose signature is wrong");
	}

	private JWSVerifier verifier() throws JOSEException {
		if (this.key instanceof ECKey elliptic) {
			return new ECDSAVerifier(elliptic);
		}
		if (this.key instanceof RSAKey rsa) {
			int length = rsa.getModulus().decodeToBigInteger().bitLength();
			if (length >= SHORTEST_MODULUS && length <= LONGEST_MODULUS) {
				return new RSASSAVerifier(rsa);
			}
		}
		throw invalid("with a key that does not count");
	}

	/**
	 * A claim that is text.
	 * @param name its name
	 * @return the text, or {@code null} if there is none
	 */
	@Nullable String text(String name) {
		return (this.claims.getClaim(name) instanceof String text) ? text : null;
	}

	/**
	 * Its id, which is never the same for two proofs of a client.
	 * @return the claim {@code jti}
	 */
	String id() {
		String id = text("jti");
		if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
			throw invalid("without an id");
		}
		return id;
	}

	/**
	 * When it was made.
	 * @return the claim {@code iat} in milliseconds
	 */
	long issuedAt() {
		Date time = this.claims.getIssueTime();
		if (time == null) {
			throw invalid("without a time");
		}
		return time.toInstant().toEpochMilli();
	}

}
