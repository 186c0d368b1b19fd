package io.embeddedgateway.auth.apikey;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import io.embeddedgateway.auth.AuthError;
import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.Challenge;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Vouches for applications by the key that a header carries. The key is hashed once, and
 * only its hash is looked up and compared.
 */
final class ApiKeyProvider implements AuthProvider {

	/**
	 * Fewer characters can't be random enough: one SHA-256 protects only what can't be
	 * guessed.
	 */
	private static final int SHORTEST = 20;

	private static final int LONGEST = 512;

	private final String name;

	private final String header;

	private final ApiKeys keys;

	private final Clock clock;

	ApiKeyProvider(String name, String header, ApiKeys keys, Clock clock) {
		this.name = name;
		this.header = header;
		this.keys = keys;
		this.clock = clock;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public CredentialKind kind() {
		return CredentialKind.API_KEY;
	}

	@Override
	public List<Challenge> challenges() {
		// There is no scheme for keys, but an answer has to name one (RFC 9110 §15.5.2)
		return List.of(new Challenge("ApiKey", Map.of("header", this.header)));
	}

	@Override
	public boolean accepts(Credentials credentials) {
		return credentials.exchange().request().headers().containsHeader(this.header);
	}

	@Override
	public Mono<VerifiedCaller> authenticate(Credentials credentials) {
		List<String> values = credentials.exchange().request().headers().getOrEmpty(this.header);
		if (values.size() != 1) {
			throw new InvalidCredentialsException(AuthError.INVALID_REQUEST, "more than one header with a key",
					Map.of());
		}
		String key = values.get(0);
		check(key);
		KeyHash hash = KeyHash.ofKey(key);
		KnownKey known = this.keys.known(hash);
		return (known != null) ? Mono.just(verified(known, key))
				: this.keys.find(hash).map((found) -> verified(found, key));
	}

	private static void check(String key) {
		if (key.length() < SHORTEST || key.length() > LONGEST) {
			throw new InvalidCredentialsException(
					"a key that has less than " + SHORTEST + " or more than " + LONGEST + " characters");
		}
		for (int i = 0; i < key.length(); i++) {
			if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
				throw new InvalidCredentialsException("a key with other characters than visible ones of ASCII");
			}
		}
	}

	private VerifiedCaller verified(KnownKey found, String key) {
		if (found.expires() != null && !found.expires().isAfter(this.clock.instant())) {
			throw new InvalidCredentialsException("a key of '" + found.caller().name() + "' that has expired");
		}
		return new VerifiedCaller(found.caller(), new Credential(CredentialKind.API_KEY, this.header, key), null,
				found.expires(), Map.of(), () -> true);
	}

}
