package io.embeddedgateway.auth.basic;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.Challenge;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * Vouches for users by their names and passwords.
 */
final class BasicProvider implements AuthProvider {

	private final String name;

	private final Challenge challenge;

	private final VerifiedUsers users;

	BasicProvider(String name, String realm, VerifiedUsers users) {
		this.name = name;
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("realm", realm);
		parameters.put("charset", "UTF-8");
		this.challenge = new Challenge("Basic", parameters);
		this.users = users;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public CredentialKind kind() {
		return CredentialKind.PASSWORD;
	}

	@Override
	public List<Challenge> challenges() {
		return List.of(this.challenge);
	}

	@Override
	public boolean accepts(Credentials credentials) {
		return credentials.scheme().equals(Credentials.BASIC);
	}

	@Override
	public Mono<VerifiedCaller> authenticate(Credentials credentials) {
		String text = credentials.value();
		ByteBuffer fingerprint = this.users.fingerprint(text);
		KnownUser known = this.users.known(fingerprint);
		return (known != null) ? Mono.just(verified(known, text))
				: this.users.check(fingerprint, BasicCredentials.of(text)).map((user) -> verified(user, text));
	}

	private static VerifiedCaller verified(KnownUser user, String text) {
		return new VerifiedCaller(user.caller(),
				new Credential(CredentialKind.PASSWORD, HttpHeaders.AUTHORIZATION, text), user.authentication(), null,
				Map.of(), () -> true);
	}

}
