package io.embeddedgateway.auth.mtls;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.security.auth.x500.X500Principal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.Challenge;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.Grants;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.VerifiedCaller;
import io.embeddedgateway.text.KebabCase;

/**
 * Vouches for clients by the certificate of their connection, which the server has
 * verified.
 */
final class MtlsProvider implements AuthProvider {

	private static final Log logger = LogFactory.getLog(MtlsProvider.class);

	private static final long MOST = 10_000;

	private static final Duration IDLE = Duration.ofHours(1);

	private static final Credential CREDENTIAL = new Credential(CredentialKind.CERTIFICATE, "", "");

	private final String name;

	private final MtlsPolicy policy;

	private final @Nullable X500Principal issuer;

	private final Clock clock;

	private final Cache<X509Certificate, Answer> answers = Caffeine.newBuilder()
		.maximumSize(MOST)
		.expireAfterAccess(IDLE)
		.executor(Runnable::run)
		.build();

	MtlsProvider(String name, MtlsPolicy policy, Clock clock) {
		this.name = name;
		this.policy = policy;
		this.issuer = policy.issuerName();
		this.clock = clock;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public CredentialKind kind() {
		return CredentialKind.CERTIFICATE;
	}

	@Override
	public List<Challenge> challenges() {
		// There is no scheme for it, but an answer has to name one (RFC 9110 §15.5.2)
		return List.of(Challenge.of("ClientCertificate"));
	}

	@Override
	public boolean accepts(Credentials credentials) {
		return PeerCertificate.of(credentials.exchange().client()) != null;
	}

	@Override
	public Mono<VerifiedCaller> authenticate(Credentials credentials) {
		X509Certificate certificate = PeerCertificate.of(credentials.exchange().client());
		if (certificate == null) {
			return Mono.empty();
		}
		Answer answer = this.answers.getIfPresent(certificate);
		if (answer == null) {
			answer = new Answer(caller(certificate));
			this.answers.put(certificate, answer);
		}
		VerifiedCaller caller = answer.caller;
		if (caller == null) {
			return Mono.empty();
		}
		// The handshake may have been long ago
		if (caller.expires() == null || !caller.expires().isAfter(this.clock.instant())) {
			throw new InvalidCredentialsException("a certificate that has expired");
		}
		return Mono.just(caller);
	}

	private @Nullable VerifiedCaller caller(X509Certificate certificate) {
		if (this.issuer != null && !this.issuer.equals(certificate.getIssuerX500Principal())) {
			return nobody("its issuer is another", certificate);
		}
		String client = this.policy.principal().of(certificate);
		if (client == null) {
			return nobody("it does not have just one " + KebabCase.of(this.policy.principal()), certificate);
		}
		MtlsClient known = this.policy.clients().get(client);
		if (known == null && !this.policy.clients().isEmpty()) {
			return nobody("its client is not declared", certificate);
		}
		Grants grants = (known != null) ? new Grants(known.scopes(), known.roles(), known.attributes()) : Grants.NONE;
		Caller caller = grants.caller(this.name, client);
		return new VerifiedCaller(caller, CREDENTIAL, null, certificate.getNotAfter().toInstant(), Map.of(),
				() -> true);
	}

	private @Nullable VerifiedCaller nobody(String reason, X509Certificate certificate) {
		if (logger.isDebugEnabled()) {
			logger.debug("Provider '" + this.name + "' does not know the certificate with serial number "
					+ certificate.getSerialNumber().toString(16) + ": " + reason);
		}
		return null;
	}

	private record Answer(@Nullable VerifiedCaller caller) {
	}

}
