package io.embeddedgateway.auth.dpop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;

/**
 * A proof as a client makes it, with whatever a test wants to be wrong.
 */
final class Proof {

	private final Map<String, Object> claims = new LinkedHashMap<>();

	private JWSAlgorithm algorithm = JWSAlgorithm.ES256;

	private String type = "dpop+jwt";

	private JWK shown;

	private JWK signing;

	private Proof(JWK key) {
		this.shown = key.toPublicJWK();
		this.signing = key;
	}

	static Proof of(JWK key, String method, String uri, String token, Instant now) {
		return new Proof(key).claim("jti", UUID.randomUUID().toString())
			.claim("htm", method)
			.claim("htu", uri)
			.claim("iat", now.getEpochSecond())
			.claim("ath", hash(token));
	}

	static JWK key() {
		try {
			return new ECKeyGenerator(Curve.P_256).generate();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String thumbprint(JWK key) {
		try {
			return key.computeThumbprint().toString();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String hash(String token) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
			return Base64URL.encode(hash).toString();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	Proof claim(String name, Object value) {
		this.claims.put(name, value);
		return this;
	}

	Proof without(String name) {
		this.claims.remove(name);
		return this;
	}

	Proof type(String type) {
		this.type = type;
		return this;
	}

	Proof algorithm(JWSAlgorithm algorithm) {
		this.algorithm = algorithm;
		return this;
	}

	Proof showing(JWK key) {
		this.shown = key;
		return this;
	}

	Proof signedBy(JWK key) {
		this.signing = key;
		return this;
	}

	@Override
	public String toString() {
		try {
			JWSHeader header = new JWSHeader.Builder(this.algorithm)
				.type((this.type != null) ? new JOSEObjectType(this.type) : null)
				.jwk(this.shown)
				.build();
			JWSObject jwt = new JWSObject(header, new Payload(this.claims));
			JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(this.signing, this.algorithm);
			jwt.sign(signer);
			return jwt.serialize();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The proof with a header of whatever form, and a signature of its own key.
	 * @param header the header in JSON
	 * @return the proof
	 */
	String withHeader(String header) {
		String[] parts = toString().split("\\.");
		try {
			String content = Base64URL.encode(header) + "." + parts[1];
			JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(this.signing, this.algorithm);
			return content + "."
					+ signer.sign(new JWSHeader(this.algorithm), content.getBytes(StandardCharsets.US_ASCII));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
