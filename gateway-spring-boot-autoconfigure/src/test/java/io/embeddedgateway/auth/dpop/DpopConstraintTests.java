package io.embeddedgateway.auth.dpop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.auth.AuthError;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The checks of RFC 9449 §4.3, one by one.
 */
class DpopConstraintTests {

	private static final JWK KEY = Proof.key();

	private static final String JKT = Proof.thumbprint(KEY);

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final String URI = "https://gateway.example/orders/1";

	private final ManualClock clock = new ManualClock(NOW);

	private final DpopConstraint constraint = new DpopConstraint(policy(NonceMode.OFF), this.clock, new Random(1), "");

	@Test
	void proofOfTheKeyLetsTheTokenIn() {
		check(proof().toString());
	}

	@ParameterizedTest
	@MethodSource("wrongProofs")
	void everythingElseIsRefused(Supplier<Object> proof) {
		refused(() -> check(proof.get().toString()), AuthError.INVALID_DPOP_PROOF);
	}

	static Stream<Named<Supplier<Object>>> wrongProofs() {
		return Stream.of(wrong("no JWT", () -> "proof"), wrong("empty", () -> ""),
				wrong("too long", () -> proof().claim("x", "x".repeat(9000))),
				wrong("no type", () -> proof().type(null)), wrong("another type", () -> proof().type("JWT")),
				wrong("no htm", () -> proof().without("htm")), wrong("another htm", () -> proof().claim("htm", "POST")),
				wrong("htm in lower case", () -> proof().claim("htm", "get")),
				wrong("htm that is no text", () -> proof().claim("htm", List.of("GET"))),
				wrong("no htu", () -> proof().without("htu")),
				wrong("another host", () -> proof().claim("htu", "https://other.example/orders/1")),
				wrong("another scheme", () -> proof().claim("htu", "http://gateway.example/orders/1")),
				wrong("another port", () -> proof().claim("htu", "https://gateway.example:8443/orders/1")),
				wrong("another path", () -> proof().claim("htu", "https://gateway.example/orders/2")),
				wrong("path alone", () -> proof().claim("htu", "/orders/1")),
				wrong("no iat", () -> proof().without("iat")), wrong("iat as text", () -> proof().claim("iat", "now")),
				wrong("too old", () -> proof().claim("iat", NOW.getEpochSecond() - 66)),
				wrong("from the future", () -> proof().claim("iat", NOW.getEpochSecond() + 6)),
				wrong("no jti", () -> proof().without("jti")), wrong("empty jti", () -> proof().claim("jti", "")),
				wrong("huge jti", () -> proof().claim("jti", "x".repeat(257))),
				wrong("no ath", () -> proof().without("ath")),
				wrong("ath of another token", () -> proof().claim("ath", Proof.hash("other"))),
				wrong("another key", () -> Proof.of(Proof.key(), "GET", URI, "token", NOW)),
				wrong("another signature", () -> proof().signedBy(Proof.key())),
				wrong("changed signature", () -> changed(proof().toString())),
				wrong("no signature", () -> proof().toString().replaceAll("[^.]+$", "")),
				wrong("private key", () -> proof().withHeader(header("ES256", "dpop+jwt", KEY.toJSONString(), ""))),
				wrong("no key", () -> proof().showing(null)),
				wrong("alg none", () -> proof().withHeader(header("none", "dpop+jwt", publicKey(), ""))),
				wrong("alg of another curve", () -> proof().withHeader(header("ES384", "dpop+jwt", publicKey(), ""))),
				wrong("alg HS256", () -> proof().withHeader(header("HS256", "dpop+jwt", publicKey(), ""))),
				wrong("crit",
						() -> proof()
							.withHeader(header("ES256", "dpop+jwt", publicKey(), ",\"crit\":[\"x\"],\"x\":1"))),
				wrong("b64", () -> proof().withHeader(header("ES256", "dpop+jwt", publicKey(), ",\"b64\":false"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://GATEWAY.example/orders/1", "HTTPS://gateway.example:443/orders/1",
			"https://gateway.example/orders/1?x=y#z", "https://gateway.example/%6Frders/./1" })
	void uriMayBeWrittenInOtherWays(String uri) {
		check(proof().claim("htu", uri).toString());
	}

	@Test
	void timesAtTheEdgeCount() {
		check(proof().claim("iat", NOW.getEpochSecond() - 65).toString());
		check(proof().claim("iat", NOW.getEpochSecond() + 5).toString());
	}

	@Test
	void keysOfOtherKindsCount() throws Exception {
		JWK rsa = new RSAKeyGenerator(2048).generate();
		checkWith(rsa, JWSAlgorithm.RS256);
		checkWith(rsa, JWSAlgorithm.PS256);
		checkWith(new ECKeyGenerator(Curve.P_384).generate(), JWSAlgorithm.ES384);
		JWK small = new RSAKeyGenerator(1024, true).generate();
		Proof weak = Proof.of(rsa, "GET", URI, "token", NOW).algorithm(JWSAlgorithm.RS256).showing(small.toPublicJWK());
		refused(() -> this.constraint.check(credentials("DPoP", weak.toString()), Proof.thumbprint(small)),
				AuthError.INVALID_DPOP_PROOF);
		JWK symmetric = new OctetSequenceKeyGenerator(256).generate();
		String proof = proof().withHeader(header("HS256", "dpop+jwt", symmetric.toJSONString(), ""));
		refused(() -> check(proof), AuthError.INVALID_DPOP_PROOF);
	}

	@Test
	void algorithmsAreThoseOfTheConfiguration() {
		DpopPolicy policy = new DpopPolicy(Duration.ofSeconds(60), Set.of("PS256"), NonceMode.OFF, null, 1000);
		DpopConstraint strict = new DpopConstraint(policy, this.clock, new Random(1), "");
		refused(() -> strict.check(credentials("DPoP", proof().toString()), JKT), AuthError.INVALID_DPOP_PROOF);
		assertThat(strict.challenges()).hasToString("[DPoP algs=\"PS256\"]");
	}

	@Test
	void proofIsUsedOnce() {
		String proof = proof().toString();
		check(proof);
		refused(() -> check(proof), AuthError.INVALID_DPOP_PROOF);
		this.clock.advance(Duration.ofSeconds(65));
		refused(() -> check(proof), AuthError.INVALID_DPOP_PROOF);
		this.clock.advance(Duration.ofSeconds(1));
		refused(() -> check(proof), AuthError.INVALID_DPOP_PROOF);
	}

	@Test
	void idAloneMakesAProofTheSame() {
		check(proof().claim("jti", "1").toString());
		refused(() -> check(proof().claim("jti", "1").claim("x", "y").toString()), AuthError.INVALID_DPOP_PROOF);
	}

	@Test
	void boundTokenIsNoBearerToken() {
		refused(() -> this.constraint.check(credentials("Bearer", proof().toString()), JKT), AuthError.INVALID_TOKEN);
	}

	@Test
	void exactlyOneProofIsNeeded() {
		refused(() -> this.constraint.check(credentials("DPoP"), JKT), AuthError.INVALID_DPOP_PROOF);
		refused(() -> this.constraint.check(credentials("DPoP", proof().toString(), proof().toString()), JKT),
				AuthError.INVALID_DPOP_PROOF);
	}

	@Test
	void nonceIsAskedForAndRenewed() {
		DpopConstraint careful = new DpopConstraint(policy(NonceMode.REQUIRED), this.clock, new Random(1), "");
		String first = nonce(careful, proof());
		assertThat(nonce(careful, proof().claim("nonce", "guessed"))).isEqualTo(first);
		Credentials fresh = credentials("DPoP", proof().claim("nonce", first).toString());
		careful.check(fresh, JKT);
		assertThat(fresh.exchange().answerChanges()).isNull();
		this.clock.advance(Nonces.PERIOD);
		Credentials late = credentials("DPoP", proof(this.clock.instant()).claim("nonce", first).toString());
		careful.check(late, JKT);
		HttpHeaders answer = new HttpHeaders();
		late.exchange().answerChanges().accept(answer);
		assertThat(answer.getFirst("DPoP-Nonce")).isNotEqualTo(first).hasSize(24);
		this.clock.advance(Nonces.PERIOD);
		assertThat(nonce(careful, proof(this.clock.instant()).claim("nonce", first))).isNotEqualTo(first);
	}

	@Test
	void gatewaysWithOneKeyMakeTheSameNonces() {
		NonceKey key = NonceKey.of("0123456789".repeat(4));
		assertThat(new Nonces(key, this.clock).current()).isEqualTo(new Nonces(key, this.clock).current())
			.isNotEqualTo(new Nonces(NonceKey.random(new Random(1)), this.clock).current());
		assertThat(key).hasToString("NonceKey[***]");
	}

	@Test
	void mistakesOfPoliciesAreNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DpopPolicy(Duration.ofSeconds(60), Set.of("HS256"), NonceMode.OFF, null, 1000))
			.withMessageStartingWith("'algorithms' is [HS256]. Write one or more of [ES256,");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DpopPolicy(Duration.ofDays(1), Set.of(), NonceMode.OFF, null, 1000))
			.withMessageStartingWith("'max-age' is 86400000ms");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DpopPolicy(Duration.ofSeconds(60), Set.of(), NonceMode.OFF, null, 10))
			.withMessageStartingWith("'max-proofs' is 10");
	}

	private String nonce(DpopConstraint careful, Proof proof) {
		InvalidCredentialsException refused = refused(() -> careful.check(credentials("DPoP", proof.toString()), JKT),
				AuthError.USE_DPOP_NONCE);
		return refused.headers().get("DPoP-Nonce");
	}

	private void checkWith(JWK key, JWSAlgorithm algorithm) {
		Proof proof = Proof.of(key, "GET", URI, "token", NOW).algorithm(algorithm);
		this.constraint.check(credentials("DPoP", proof.toString()), Proof.thumbprint(key));
	}

	private void check(String proof) {
		this.constraint.check(credentials("DPoP", proof), JKT);
	}

	private static InvalidCredentialsException refused(Runnable check, AuthError error) {
		InvalidCredentialsException[] refused = new InvalidCredentialsException[1];
		assertThatExceptionOfType(InvalidCredentialsException.class).isThrownBy(check::run).satisfies((thrown) -> {
			assertThat(thrown.error()).isEqualTo(error);
			refused[0] = thrown;
		});
		return refused[0];
	}

	private static Named<Supplier<Object>> wrong(String name, Supplier<Object> proof) {
		return Named.of(name, proof);
	}

	private static Proof proof() {
		return proof(NOW);
	}

	private static Proof proof(Instant now) {
		return Proof.of(KEY, "GET", URI, "token", now);
	}

	private static String publicKey() {
		return KEY.toPublicJWK().toJSONString();
	}

	private static String header(String algorithm, String type, String key, String more) {
		return "{\"alg\":\"%s\",\"typ\":\"%s\",\"jwk\":%s%s}".formatted(algorithm, type, key, more);
	}

	private static String changed(String proof) {
		int last = proof.lastIndexOf('.') + 1;
		return proof.substring(0, last) + ((proof.charAt(last) != 'A') ? 'A' : 'B') + proof.substring(last + 1);
	}

	private static DpopPolicy policy(NonceMode nonce) {
		return new DpopPolicy(Duration.ofSeconds(60), Set.of("ES256", "ES384", "PS256", "RS256"), nonce, null, 1000);
	}

	private static Credentials credentials(String scheme, String... proofs) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/orders/1?page=2").withHeaders((headers) -> {
			headers.set("Authorization", scheme + " token");
			headers.addAll("DPoP", List.of(proofs));
		});
		return Credentials.of(GatewayExchange.of(Route.builder("a").path("/orders/**").toLocal(), request,
				ClientConnection.direct(null, "https", "gateway.example"), Map.of(), Map::of));
	}

}
