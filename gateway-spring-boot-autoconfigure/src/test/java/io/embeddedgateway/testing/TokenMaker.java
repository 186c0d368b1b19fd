package io.embeddedgateway.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;

/**
 * Makes tokens, also such as no library would.
 *
 * @param id the id of the key
 * @param algorithm the algorithm by which it signs
 * @param keys the key
 */
public record TokenMaker(String id, String algorithm, KeyPair keys) {

	/**
	 * A maker with a new RSA key.
	 * @param id the id of the key
	 * @param algorithm the algorithm by which it signs
	 * @return the maker
	 */
	public static TokenMaker rsa(String id, String algorithm) {
		return new TokenMaker(id, algorithm, rsa(2048));
	}

	/**
	 * A new RSA key.
	 * @param bits its length
	 * @return the key
	 */
	public static KeyPair rsa(int bits) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(bits);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A maker with a new key of P-256.
	 * @param id the id of the key
	 * @return the maker
	 */
	public static TokenMaker ec(String id) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return new TokenMaker(id, "ES256", generator.generateKeyPair());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The public key as a member of a set of keys.
	 * @return the key
	 */
	public JWK jwk() {
		return (this.keys.getPublic() instanceof RSAPublicKey rsa) ? new RSAKey.Builder(rsa).keyID(this.id).build()
				: new ECKey.Builder(Curve.P_256, (ECPublicKey) this.keys.getPublic()).keyID(this.id).build();
	}

	/**
	 * The public key as a PEM file has it.
	 * @return the text
	 */
	public String pem() {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(this.keys.getPublic().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
	}

	/**
	 * The same key under another id or with another algorithm.
	 * @param otherId the id
	 * @param otherAlgorithm the algorithm
	 * @return the maker
	 */
	public TokenMaker as(String otherId, String otherAlgorithm) {
		return new TokenMaker(otherId, otherAlgorithm, this.keys);
	}

	/**
	 * The claims of an ordinary token, to be changed.
	 * @param issuer the issuer
	 * @return the claims
	 */
	public static Map<String, Object> claims(String issuer) {
		Map<String, Object> claims = new LinkedHashMap<>();
		long now = Instant.now().getEpochSecond();
		claims.put("iss", issuer);
		claims.put("sub", "alice");
		claims.put("aud", "api");
		claims.put("iat", now);
		claims.put("exp", now + 300);
		return claims;
	}

	/**
	 * The header of an ordinary token, to be changed.
	 * @return the header
	 */
	public Map<String, Object> header() {
		Map<String, Object> header = new LinkedHashMap<>();
		header.put("alg", this.algorithm);
		header.put("kid", this.id);
		return header;
	}

	/**
	 * A token.
	 * @param claims its claims
	 * @return the token
	 */
	public String token(Map<String, Object> claims) {
		return token(header(), claims);
	}

	/**
	 * A token.
	 * @param header its header, whatever it says
	 * @param claims its claims
	 * @return the token
	 */
	public String token(Map<String, Object> header, Map<String, Object> claims) {
		return signed(JSONObjectUtils.toJSONString(header), JSONObjectUtils.toJSONString(claims));
	}

	/**
	 * A token of parts that need not be JSON.
	 * @param header the header
	 * @param payload the payload
	 * @return the token
	 */
	public String signed(String header, String payload) {
		String input = encoded(header) + "." + encoded(payload);
		return input + "." + encoded(signature(input));
	}

	/**
	 * A token that is signed with a shared secret.
	 * @param header the header
	 * @param payload the payload
	 * @param secret the secret
	 * @return the token
	 */
	public static String macked(String header, String payload, byte[] secret) {
		try {
			String input = encoded(header) + "." + encoded(payload);
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret, "HmacSHA256"));
			return input + "." + encoded(mac.doFinal(input.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Text as base64url.
	 * @param text the text
	 * @return its spelling without padding
	 */
	public static String encoded(String text) {
		return encoded(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Bytes as base64url.
	 * @param bytes the bytes
	 * @return their spelling without padding
	 */
	public static String encoded(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private byte[] signature(String input) {
		try {
			String bits = this.algorithm.substring(2);
			Signature signature = switch (this.algorithm.substring(0, 2)) {
				case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
				case "PS" -> Signature.getInstance("RSASSA-PSS");
				default -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
			};
			if (this.algorithm.startsWith("PS")) {
				String hash = "SHA-" + bits;
				signature.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash),
						Integer.parseInt(bits) / 8, PSSParameterSpec.TRAILER_FIELD_BC));
			}
			signature.initSign(this.keys.getPrivate());
			signature.update(input.getBytes(StandardCharsets.UTF_8));
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
