package io.embeddedgateway.auth.jwt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.auth.ClaimNames;
import io.embeddedgateway.auth.ServerUris;
import io.embeddedgateway.auth.TokenBinding;

/**
 * How JSON Web Tokens are verified (RFC 7519, RFC 8725). The keys come from one of
 * {@code issuerUri}, {@code jwkSetUri}, {@code publicKey} and {@code decoder}.
 *
 * @param issuerUri the issuer, where its metadata is found (OpenID Connect Discovery, RFC
 * 8414)
 * @param jwkSetUri where the keys are found
 * @param publicKey the location of a PEM file with public keys or certificates
 * @param decoder the name of a bean that verifies tokens
 * @param issuer what the claim {@code iss} has to be, if {@code issuerUri} does not say
 * it
 * @param audiences one of these has to be in the claim {@code aud}; not asked for if
 * empty; copied
 * @param algorithms which signatures count; those that suit the keys if empty; copied
 * @param types which values of the header {@code typ} count, {@code none} for tokens
 * without it; {@code JWT}, {@code at+jwt} and {@code none} if empty; copied
 * @param principalClaim the claim that names the principal
 * @param clientClaim the claim that names the client; {@code client_id}, or else
 * {@code azp}, if {@code null}
 * @param scopesClaim the claim with the scopes; {@code scope}, or else {@code scp}, if
 * {@code null}
 * @param rolesClaim the claim with the roles
 * @param clockSkew how much clocks may differ, 0 to 5 minutes
 * @param boundTo to what tokens have to be bound
 * @param cache how long a verified token is remembered at most; 0 for not at all
 * @param timeout how long a token waits for keys at most
 */
public record JwtPolicy(@Nullable String issuerUri, @Nullable String jwkSetUri, @Nullable String publicKey,
		@Nullable String decoder, @Nullable String issuer, @DefaultValue Set<String> audiences,
		@DefaultValue Set<String> algorithms, @DefaultValue Set<String> types,
		@DefaultValue("sub") String principalClaim, @Nullable String clientClaim, @Nullable String scopesClaim,
		@DefaultValue("roles") String rolesClaim, @DefaultValue("30s") Duration clockSkew,
		@DefaultValue("none") TokenBinding boundTo, @DefaultValue("5m") Duration cache,
		@DefaultValue("3s") Duration timeout) {

	private static final Set<String> USUAL_TYPES = Set.of("JWT", "at+jwt", "none");

	private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

	public JwtPolicy {
		audiences = Set.copyOf(audiences);
		algorithms = algorithms.stream().map(VerificationKey::checkAlgorithm).collect(Collectors.toUnmodifiableSet());
		types = (types.isEmpty() ? USUAL_TYPES : types).stream()
			.map(JwtText::type)
			.collect(Collectors.toUnmodifiableSet());
		checkUri("issuer-uri", issuerUri);
		checkUri("jwk-set-uri", jwkSetUri);
		check(issuerUri == null || issuer == null || issuer.equals(issuerUri),
				"'issuer' differs from 'issuer-uri'. Remove 'issuer'");
		check(!clockSkew.isNegative() && clockSkew.compareTo(LARGEST_SKEW) <= 0,
				"'clock-skew' is " + clockSkew + ". Write 0s to 5m");
		check(!cache.isNegative() && cache.compareTo(Duration.ofHours(1)) <= 0,
				"'cache' is " + cache + ". Write 0s to 1h; 0s remembers nothing");
		check(timeout.toMillis() > 0 && timeout.toSeconds() < 10, "'timeout' is " + timeout + ". Write 1ms to 9s");
		check(decoder == null || algorithms.isEmpty(),
				"'algorithms' are for keys that are known here, and 'decoder' has its own. Remove one");
	}

	/**
	 * A policy from its short form.
	 * @param text the issuer
	 * @return the policy
	 */
	public static JwtPolicy of(String text) {
		return new JwtPolicy(text, null, null, null, null, Set.of(), Set.of(), Set.of(), "sub", null, null, "roles",
				Duration.ofSeconds(30), TokenBinding.NONE, Duration.ofMinutes(5), Duration.ofSeconds(3));
	}

	private static void checkUri(String property, @Nullable String text) {
		if (text != null) {
			ServerUris.check(property, text, "https://id.example.com");
		}
	}

	private static void check(boolean right, String problem) {
		if (!right) {
			throw new IllegalArgumentException(problem);
		}
	}

	/**
	 * Where keys may come from, as far as it is said here.
	 * @return the names of the properties that are set
	 */
	public List<String> keySources() {
		List<String> sources = new ArrayList<>();
		addIfPresent(sources, "issuer-uri", this.issuerUri);
		addIfPresent(sources, "jwk-set-uri", this.jwkSetUri);
		addIfPresent(sources, "public-key", this.publicKey);
		addIfPresent(sources, "decoder", this.decoder);
		return sources;
	}

	private static void addIfPresent(List<String> sources, String property, @Nullable String value) {
		if (value != null) {
			sources.add(property);
		}
	}

	/**
	 * The issuer whose tokens count.
	 * @return the issuer, or {@code null} if a bean decides
	 */
	public @Nullable String expectedIssuer() {
		return (this.issuerUri != null) ? this.issuerUri : this.issuer;
	}

	ClaimNames claimNames() {
		return new ClaimNames(this.principalClaim, this.clientClaim, this.scopesClaim, this.rolesClaim);
	}

}
