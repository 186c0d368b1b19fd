package io.embeddedgateway.auth.jwt;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * A public key that verifies signatures.
 *
 * @param id its id, or {@code null} if it has none and suits every token
 * @param algorithms the signatures that it is for
 * @param key the key
 */
record VerificationKey(@Nullable String id, Set<String> algorithms, PublicKey key) {

	/**
	 * RFC 7518 §3.3.
	 */
	private static final int SHORTEST_RSA = 2048;

	private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

	private static final Map<Curve, String> CURVES = Map.of(Curve.P_256, "ES256", Curve.P_384, "ES384", Curve.P_521,
			"ES512");

	/**
	 * A key of a set of keys (RFC 7517 §4).
	 * @param jwk the key
	 * @param allowed the signatures that count; all if empty
	 * @return the key, or {@code null} if it does not verify such signatures
	 */
	static @Nullable VerificationKey of(JWK jwk, Set<String> allowed) {
		boolean signs = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
		boolean verifies = jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
		if (!signs || !verifies || !(jwk instanceof AsymmetricJWK asymmetric)) {
			return null;
		}
		try {
			String algorithm = (jwk.getAlgorithm() != null) ? jwk.getAlgorithm().getName() : null;
			return of(jwk.getKeyID(), algorithm, asymmetric.toPublicKey(), allowed);
		}
		catch (JOSEException ex) {
			return null;
		}
	}

	/**
	 * A key.
	 * @param id its id, or {@code null} if it has none
	 * @param algorithm the only signature that it is for, or {@code null} if its type
	 * decides
	 * @param key the key
	 * @param allowed the signatures that count; all if empty
	 * @return the key, or {@code null} if it does not verify such signatures
	 */
	static @Nullable VerificationKey of(@Nullable String id, @Nullable String algorithm, PublicKey key,
			Set<String> allowed) {
		List<String> algorithms = new ArrayList<>(ofType(key));
		algorithms.removeIf((each) -> (algorithm != null && !each.equals(algorithm))
				|| (!allowed.isEmpty() && !allowed.contains(each)));
		return algorithms.isEmpty() ? null : new VerificationKey(id, Set.copyOf(algorithms), key);
	}

	private static Set<String> ofType(PublicKey key) {
		if (key instanceof RSAPublicKey rsa) {
			return (rsa.getModulus().bitLength() >= SHORTEST_RSA) ? RSA : Set.of();
		}
		if (key instanceof ECPublicKey ec) {
			Curve curve = Curve.forECParameterSpec(ec.getParams());
			String algorithm = (curve != null) ? CURVES.get(curve) : null;
			return (algorithm != null) ? Set.of(algorithm) : Set.of();
		}
		return Set.of();
	}

	/**
	 * Check the name of an algorithm.
	 * @param name the name
	 * @return the name
	 * @throws IllegalArgumentException if there is no such algorithm, or it is not
	 * asymmetric
	 */
	static String checkAlgorithm(String name) {
		if (SignatureAlgorithm.from(name) == null) {
			String known = Arrays.stream(SignatureAlgorithm.values())
				.map(SignatureAlgorithm::getName)
				.collect(Collectors.joining(", "));
			throw new IllegalArgumentException("there is no algorithm '" + name + "' for signatures that everybody can "
					+ "verify and nobody else can make. Write one of " + known);
		}
		return name;
	}

	boolean suits(@Nullable String keyId, String algorithm) {
		return (this.id == null || keyId == null || this.id.equals(keyId)) && this.algorithms.contains(algorithm);
	}

}
