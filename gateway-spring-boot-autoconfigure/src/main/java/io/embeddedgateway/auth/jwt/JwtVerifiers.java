package io.embeddedgateway.auth.jwt;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.IssuerClients;
import io.embeddedgateway.auth.KeyRefreshes;
import io.embeddedgateway.auth.TokenVerifier;

/**
 * Makes verifiers of policies, and ends what they do in the background.
 */
public final class JwtVerifiers implements AutoCloseable {

	private static final Duration ANSWER_AT_MOST = Duration.ofSeconds(3);

	private final Function<@Nullable String, ReactiveJwtDecoder> decoders;

	private final ResourceLoader files;

	private final IssuerClients clients;

	private final Clock clock;

	private final Scheduler scheduler;

	private final Disposable.Composite sources = Disposables.composite();

	private final Map<String, KeyRefreshes> refreshes = new ConcurrentHashMap<>();

	/**
	 * Create the only maker of verifiers.
	 * @param decoders finds decoders of the application by their names, and the only one
	 * without
	 * @param files finds files with keys
	 * @param clients makes HTTP clients
	 * @param clock says what time it is
	 * @param scheduler measures time, and works in the background
	 */
	public JwtVerifiers(Function<@Nullable String, ReactiveJwtDecoder> decoders, ResourceLoader files,
			IssuerClients clients, Clock clock, Scheduler scheduler) {
		this.decoders = decoders;
		this.files = files;
		this.clients = clients;
		this.clock = clock;
		this.scheduler = scheduler;
	}

	/**
	 * Make a verifier. Nobody is asked before the first token comes.
	 * @param provider the name of the provider
	 * @param policy its settings
	 * @return the verifier
	 * @throws IllegalArgumentException if the file of the key, or the bean, can't be used
	 */
	TokenVerifier verifier(String provider, JwtPolicy policy) {
		CredentialKind kind = (policy.expectedIssuer() != null) ? CredentialKind.ISSUED_TOKEN : CredentialKind.TOKEN;
		JwtCallers callers = new JwtCallers(provider, policy.claimNames(), kind);
		KeySource keys = keys(provider, policy);
		if (keys == null) {
			return new DecoderVerifier(policy, callers, this.decoders.apply(policy.decoder()), this.scheduler);
		}
		return new JwtVerifier(policy, callers, keys, this.clock, this.scheduler);
	}

	private @Nullable KeySource keys(String provider, JwtPolicy policy) {
		Set<String> algorithms = policy.algorithms();
		if (policy.publicKey() != null) {
			return KeySource.of(publicKeys(this.files, policy.publicKey(), algorithms));
		}
		WebClient client = this.clients.client(ANSWER_AT_MOST);
		KeyDownload download;
		if (policy.issuerUri() != null) {
			download = KeyDownload.ofIssuer(client, policy.issuerUri(), algorithms, this.scheduler);
		}
		else if (policy.jwkSetUri() != null) {
			download = KeyDownload.of(client, policy.jwkSetUri(), algorithms, this.scheduler);
		}
		else {
			return null;
		}
		RemoteKeys keys = new RemoteKeys(provider, download.keys(), this.clock, this.scheduler);
		this.sources.add(keys);
		this.refreshes.put(provider, keys.refreshes());
		return keys;
	}

	/**
	 * How often issuers were asked for their keys.
	 * @return the counts by the names of the providers; only of those whose keys are
	 * elsewhere
	 */
	public Map<String, KeyRefreshes> refreshes() {
		return Map.copyOf(this.refreshes);
	}

	/**
	 * Check the file with the keys of a policy, if it has one.
	 * @param policy the policy
	 * @param files finds the file
	 * @throws IllegalArgumentException if it can't be used
	 */
	public static void checkPublicKey(JwtPolicy policy, ResourceLoader files) {
		if (policy.publicKey() != null) {
			publicKeys(files, policy.publicKey(), policy.algorithms());
		}
	}

	private static VerificationKeys publicKeys(ResourceLoader files, String location, Set<String> algorithms) {
		return new PublicKeyFile(files.getResource(location)).keys(algorithms);
	}

	@Override
	public void close() {
		this.sources.dispose();
	}

}
