package io.embeddedgateway.auth.jwt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.junit.jupiter.api.Named;

import io.embeddedgateway.testing.TokenMaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens that somebody might try.
 *
 * @param issuer the issuer whose tokens they claim to be
 * @param elsewhere a server that must not be asked
 */
record TriedTokens(String issuer, String elsewhere) {

	static final TokenMaker RSA = TokenMaker.rsa("rsa", "RS256");

	static final TokenMaker EC = TokenMaker.ec("ec");

	static final TokenMaker STRANGER = TokenMaker.rsa("rsa", "RS256");

	private static final BigInteger ORDER = new BigInteger(
			"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

	Stream<Named<String>> good() {
		String ec = EC.token(claims());
		Map<String, Object> late = claims("exp", now() - 15);
		late.put("iat", now() - 300);
		return Stream.of(Named.of("RS256", RSA.token(claims())),
				Named.of("RS512", RSA.as("rsa", "RS512").token(claims())),
				Named.of("PS256", RSA.as("rsa", "PS256").token(claims())), Named.of("ES256", ec),
				Named.of("without kid", RSA.token(Map.of("alg", "RS256"), claims())),
				Named.of("typ", RSA.token(header("typ", "application/AT+JWT"), claims())),
				Named.of("several audiences", RSA.token(claims("aud", List.of("x", "api")))),
				Named.of("not yet expired for a clock that is late", RSA.token(late)),
				// ECDSA allows both; a token is not known by its text, so it gains
				// nothing
				Named.of("ES256 with the other of both signatures", withSignature(ec, negated(ec))));
	}

	Stream<Named<String>> unsigned() {
		return Stream.of("none", "None", "NONE", "nOnE", "").flatMap((none) -> {
			String token = TokenMaker.encoded("{\"alg\":\"" + none + "\"}") + "." + TokenMaker.encoded(json(claims()));
			return Stream.of(Named.of("alg '" + none + "' without signature", token + "."),
					Named.of("alg '" + none + "' with a signature", token + ".AAAA"),
					Named.of("alg '" + none + "' in two parts", token));
		});
	}

	Stream<Named<String>> confused() {
		String header = "{\"alg\":\"HS256\",\"kid\":\"rsa\"}";
		String payload = json(claims());
		byte[] pem = RSA.pem().getBytes(StandardCharsets.UTF_8);
		byte[] jwk = RSA.jwk().toJSONString().getBytes(StandardCharsets.UTF_8);
		return Stream.of(Named.of("HMAC with the public key as PEM", TokenMaker.macked(header, payload, pem)),
				Named.of("HMAC with the public key as DER",
						TokenMaker.macked(header, payload, RSA.keys().getPublic().getEncoded())),
				Named.of("HMAC with the public key as JWK", TokenMaker.macked(header, payload, jwk)),
				Named.of("RSA signature called ES256", RSA.token(header("alg", "ES256"), claims())),
				Named.of("RS256 called PS256", RSA.token(header("alg", "PS256"), claims())),
				Named.of("EC signature with the id of the RSA key", EC.as("rsa", "ES256").token(claims())),
				Named.of("alg in lower case", RSA.token(header("alg", "rs256"), claims())),
				Named.of("alg of nobody", RSA.token(header("alg", "XX256"), claims())),
				Named.of("alg that is no text", RSA.token(header("alg", 1), claims())),
				Named.of("no alg", RSA.token(Map.of("kid", "rsa"), claims())));
	}

	Stream<Named<String>> headers() {
		Map<String, Object> embedded = STRANGER.header();
		embedded.put("jwk", STRANGER.jwk().toJSONObject());
		return Stream.of(Named.of("key of somebody else", STRANGER.token(claims())),
				Named.of("jwk in the header", STRANGER.token(embedded, claims())),
				Named.of("jku", STRANGER.token(header("jku", this.elsewhere + "/jku"), claims())),
				Named.of("x5u", STRANGER.token(header("x5u", this.elsewhere + "/x5u"), claims())),
				Named.of("x5c", STRANGER.token(header("x5c", List.of("MIIB")), claims())),
				Named.of("kid that is a path", STRANGER.token(header("kid", "../../../../dev/null"), claims())),
				Named.of("kid that is SQL", STRANGER.token(header("kid", "x' UNION SELECT 'a';--"), claims())),
				Named.of("kid that is an object", RSA.token(header("kid", Map.of("a", "b")), claims())),
				Named.of("unknown crit", RSA.token(crit(List.of("exotic")), claims())),
				Named.of("empty crit", RSA.token(crit(List.of()), claims())),
				Named.of("crit that is null", RSA.token(crit(null), claims())),
				Named.of("b64", RSA.token(header("b64", false), claims())),
				Named.of("typ of something else", RSA.token(header("typ", "dpop+jwt"), claims())),
				Named.of("header with a member twice",
						RSA.signed("{\"alg\":\"RS256\",\"alg\":\"RS256\"}", json(claims()))),
				Named.of("header with a member twice, spelled differently",
						RSA.signed("{\"alg\":\"RS256\",\"\\u0061lg\":\"RS256\"}", json(claims()))),
				Named.of("header that is no object", RSA.signed("[\"alg\"]", json(claims()))));
	}

	Stream<Named<String>> times() {
		return Stream.of(Named.of("exp in the past", RSA.token(claims("exp", now() - 60))),
				Named.of("no exp", RSA.token(without("exp"))), Named.of("exp null", RSA.token(claims("exp", null))),
				Named.of("exp fractional", RSA.token(claims("exp", now() + 300.5))),
				Named.of("exp text", RSA.token(claims("exp", Long.toString(now() + 300)))),
				Named.of("exp exponent",
						RSA.signed(json(RSA.header()), json(claims("exp", 0)).replace("\"exp\":0", "\"exp\":9e9"))),
				Named.of("exp negative", RSA.token(claims("exp", -1))),
				Named.of("exp beyond all times", RSA.token(claims("exp", Long.MAX_VALUE))),
				Named.of("exp list", RSA.token(claims("exp", List.of(now() + 300)))),
				Named.of("nbf in the future", RSA.token(claims("nbf", now() + 60))),
				Named.of("nbf null", RSA.token(claims("nbf", null))),
				Named.of("nbf fractional", RSA.token(claims("nbf", now() - 0.5))),
				Named.of("nbf text", RSA.token(claims("nbf", "0"))),
				Named.of("iat in the future", RSA.token(claims("iat", now() + 60))),
				Named.of("iat text", RSA.token(claims("iat", "0"))));
	}

	Stream<Named<String>> names() {
		String uri = this.issuer;
		Map<String, Object> foreign = claims();
		foreign.put("iss", "pss");
		return Stream.of(Named.of("iss with a slash", RSA.token(claims("iss", uri + "/"))),
				Named.of("iss in another case", RSA.token(claims("iss", uri.replace("http", "HTTP")))),
				Named.of("iss with a space", RSA.token(claims("iss", uri + " "))),
				Named.of("no iss", RSA.token(without("iss"))),
				Named.of("iss list", RSA.token(claims("iss", List.of(uri)))),
				Named.of("token of another provider", RSA.as("rsa", "PS256").token(foreign)),
				Named.of("wrong aud", RSA.token(claims("aud", "other"))),
				Named.of("aud in another case", RSA.token(claims("aud", "API"))),
				Named.of("no aud", RSA.token(without("aud"))), Named.of("aud null", RSA.token(claims("aud", null))),
				Named.of("aud empty", RSA.token(claims("aud", List.of()))),
				Named.of("no sub", RSA.token(without("sub"))), Named.of("sub empty", RSA.token(claims("sub", ""))),
				Named.of("sub a number", RSA.token(claims("sub", 1))),
				Named.of("ID token", RSA.token(claims("at_hash", "x"))),
				Named.of("cnf that is no object", RSA.token(claims("cnf", "x"))),
				Named.of("cnf that nobody checks", RSA.token(claims("cnf", Map.of("exotic", "x")))));
	}

	Stream<Named<String>> spellings() {
		String good = RSA.token(claims());
		String twice = json(claims()).replaceFirst("\\{", "{\"sub\":\"admin\",");
		String nested = json(claims("a", Map.of("b", 1))).replace("{\"b\":1}", "{\"b\":1,\"b\":2}");
		return Stream.of(Named.of("claim twice", RSA.signed(json(RSA.header()), twice)),
				Named.of("claim within another twice", RSA.signed(json(RSA.header()), nested)),
				Named.of("claims and more", RSA.signed(json(RSA.header()), json(claims()) + "{}")),
				Named.of("claims with a comment", RSA.signed(json(RSA.header()), "/**/" + json(claims()))),
				Named.of("claims that are a token", RSA.signed(json(RSA.header()), good)),
				Named.of("nested without end",
						RSA.signed(json(RSA.header()),
								json(claims("a", 1)).replace("\"a\":1", "\"a\":" + "[".repeat(500) + "]".repeat(500)))),
				Named.of("encrypted",
						TokenMaker.encoded("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".AA.AA.AA.AA"),
				Named.of("plus", good + "+"), Named.of("padding", good + "="), Named.of("a dot more", good + "."),
				Named.of("a dot before", "." + good), Named.of("two tokens", good + "," + good),
				Named.of("two tokens with a space", good + " " + good), Named.of("a tab", good + "\t" + good),
				Named.of("nothing", "."), Named.of("three times nothing", ".."), Named.of("one part", "abc"));
	}

	Stream<Named<String>> signatures() {
		String rsa = RSA.token(claims());
		String ec = EC.token(claims());
		byte[] zero = new byte[64];
		byte[] order = new byte[64];
		byte[] n = ORDER.toByteArray();
		System.arraycopy(n, n.length - 32, order, 0, 32);
		System.arraycopy(n, n.length - 32, order, 32, 32);
		return Stream.of(Named.of("no signature", rsa.substring(0, rsa.lastIndexOf('.') + 1)),
				Named.of("a character less", rsa.substring(0, rsa.length() - 1)),
				Named.of("a byte less", withSignature(rsa, Arrays.copyOf(signature(rsa), 255))),
				Named.of("a byte more", withSignature(rsa, Arrays.copyOf(signature(rsa), 257))),
				Named.of("same bytes, spelled differently", respelled(rsa)),
				Named.of("EC same bytes, spelled differently", respelled(ec)),
				Named.of("RSA zero", withSignature(rsa, new byte[256])), Named.of("EC zero", withSignature(ec, zero)),
				Named.of("EC r and s the order of the curve", withSignature(ec, order)),
				Named.of("EC cut", withSignature(ec, Arrays.copyOf(signature(ec), 63))),
				Named.of("EC as DER", withSignature(ec, new byte[] { 0x30, 0x06, 2, 1, 1, 2, 1, 1 })),
				Named.of("other claims", rsa.substring(0, rsa.indexOf('.')) + "."
						+ TokenMaker.encoded(json(claims("sub", "admin"))) + rsa.substring(rsa.lastIndexOf('.'))));
	}

	private static byte[] negated(String token) {
		byte[] signature = signature(token);
		byte[] s = ORDER.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).toByteArray();
		byte[] other = Arrays.copyOf(Arrays.copyOf(signature, 32), 64);
		int length = Math.min(32, s.length);
		System.arraycopy(s, s.length - length, other, 64 - length, length);
		return other;
	}

	private static String respelled(String token) {
		String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
		int last = digits.indexOf(token.charAt(token.length() - 1));
		String other = token.substring(0, token.length() - 1) + digits.charAt(last + 1);
		assertThat(signature(other)).isEqualTo(signature(token));
		return other;
	}

	private static byte[] signature(String token) {
		return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
	}

	private static String withSignature(String token, byte[] signature) {
		return token.substring(0, token.lastIndexOf('.') + 1) + TokenMaker.encoded(signature);
	}

	private static long now() {
		return System.currentTimeMillis() / 1000;
	}

	private static String json(Map<String, Object> members) {
		return JSONObjectUtils.toJSONString(members);
	}

	static Map<String, Object> header(String name, Object value) {
		Map<String, Object> header = RSA.header();
		header.put(name, value);
		return header;
	}

	private static Map<String, Object> crit(Object names) {
		Map<String, Object> header = header("crit", names);
		header.put("exotic", "x");
		return header;
	}

	Map<String, Object> claims() {
		return TokenMaker.claims(this.issuer);
	}

	Map<String, Object> claims(String name, Object value) {
		Map<String, Object> claims = claims();
		claims.put(name, value);
		return claims;
	}

	private Map<String, Object> without(String name) {
		Map<String, Object> claims = new LinkedHashMap<>(claims());
		claims.remove(name);
		return claims;
	}

}
