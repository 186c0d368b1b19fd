package io.embeddedgateway.auth.jwt;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Gets the keys of an issuer over HTTP, once each time it is asked. Whatever they are
 * found by comes from the configuration, never from a token.
 */
final class KeyDownload {

	/**
	 * How many keys an issuer may have.
	 */
	private static final int MOST_KEYS = 100;

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private final WebClient client;

	private final Mono<URI> location;

	private final Set<String> algorithms;

	private final Scheduler scheduler;

	private volatile @Nullable URI found;

	private KeyDownload(WebClient client, @Nullable String issuer, @Nullable URI location, Set<String> algorithms,
			Scheduler scheduler) {
		this.client = client;
		this.algorithms = algorithms;
		this.scheduler = scheduler;
		this.location = (location != null) ? Mono.just(location) : discover(String.valueOf(issuer));
	}

	/**
	 * From where the metadata of an issuer says.
	 * @param client the HTTP client
	 * @param issuer the issuer
	 * @param algorithms the signatures that count; all if empty
	 * @param scheduler measures time
	 * @return the download
	 */
	static KeyDownload ofIssuer(WebClient client, String issuer, Set<String> algorithms, Scheduler scheduler) {
		return new KeyDownload(client, issuer, null, algorithms, scheduler);
	}

	/**
	 * From a known place.
	 * @param client the HTTP client
	 * @param location the place
	 * @param algorithms the signatures that count; all if empty
	 * @param scheduler measures time
	 * @return the download
	 */
	static KeyDownload of(WebClient client, String location, Set<String> algorithms, Scheduler scheduler) {
		return new KeyDownload(client, null, URI.create(location), algorithms, scheduler);
	}

	/**
	 * Get the keys.
	 * @return the keys, at least one
	 */
	Mono<VerificationKeys> keys() {
		return Mono.defer(() -> (this.found != null) ? Mono.just(this.found) : this.location)
			.flatMap((uri) -> get(uri).map((body) -> parse(uri, body)).doOnNext((keys) -> this.found = uri))
			// It may have moved
			.doOnError((error) -> this.found = null)
			.timeout(LONGEST, this.scheduler);
	}

	private Mono<String> get(URI location) {
		return this.client.get()
			.uri(location)
			.accept(MediaType.parseMediaType("application/jwk-set+json"), MediaType.APPLICATION_JSON)
			.exchangeToMono((response) -> body(location, response))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException(location + " answered with nothing")));
	}

	private static Mono<String> body(URI location, ClientResponse response) {
		if (response.statusCode().isSameCodeAs(HttpStatus.OK)) {
			return response.bodyToMono(String.class);
		}
		return response.releaseBody()
			.then(Mono.error(() -> new UnexpectedStatusException(location, response.statusCode().value())));
	}

	private VerificationKeys parse(URI location, String body) {
		List<VerificationKey> keys = new ArrayList<>();
		try {
			Map<String, Object>[] members = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(body), "keys");
			for (int i = 0; members != null && i < members.length && keys.size() < MOST_KEYS; i++) {
				addIfUsable(keys, members[i]);
			}
		}
		catch (ParseException ex) {
			throw new IllegalStateException(location + " answered with something that is no set of keys", ex);
		}
		if (keys.isEmpty()) {
			throw new IllegalStateException(location + " has no key that could verify a token");
		}
		return new VerificationKeys(keys);
	}

	private void addIfUsable(List<VerificationKey> keys, Map<String, Object> members) {
		try {
			VerificationKey key = VerificationKey.of(JWK.parse(members), this.algorithms);
			if (key != null) {
				keys.add(key);
			}
		}
		catch (ParseException ex) {
			// A key of a kind that is not known here says nothing about the others
		}
	}

	// OpenID Connect Discovery §4, RFC 8414 §3 and §5
	private Mono<URI> discover(String issuer) {
		URI uri = URI.create(issuer);
		String path = issuer.substring(issuer.indexOf(uri.getRawAuthority()) + uri.getRawAuthority().length());
		String host = issuer.substring(0, issuer.length() - path.length());
		String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		return metadata(issuer, host + trimmed + "/.well-known/openid-configuration")
			.onErrorResume(UnexpectedStatusException::isNotThere,
					(error) -> metadata(issuer, host + "/.well-known/oauth-authorization-server" + trimmed))
			.onErrorResume(UnexpectedStatusException::isNotThere,
					(error) -> metadata(issuer, host + "/.well-known/openid-configuration" + trimmed));
	}

	private Mono<URI> metadata(String issuer, String location) {
		return get(URI.create(location)).map((body) -> keySet(issuer, location, body));
	}

	private static URI keySet(String issuer, String location, String body) {
		try {
			Map<String, Object> metadata = JSONObjectUtils.parse(body);
			if (!issuer.equals(metadata.get("issuer"))) {
				throw new IllegalStateException(location + " is about another issuer than " + issuer);
			}
			URI keys = JSONObjectUtils.getURI(metadata, "jwks_uri");
			boolean encrypted = keys != null && "https".equals(keys.getScheme());
			if (keys == null || !(encrypted || ("http".equals(keys.getScheme()) && issuer.startsWith("http:")))) {
				throw new IllegalStateException(location + " has no 'jwks_uri' that could be used");
			}
			return keys;
		}
		catch (ParseException ex) {
			throw new IllegalStateException(location + " answered with something that is no metadata", ex);
		}
	}

	/**
	 * An answer of no use.
	 */
	private static final class UnexpectedStatusException extends RuntimeException {

		private final int status;

		UnexpectedStatusException(URI location, int status) {
			super(location + " answered with status " + status, null, false, false);
			this.status = status;
		}

		static boolean isNotThere(Throwable error) {
			return error instanceof UnexpectedStatusException unexpected && unexpected.status / 100 == 4;
		}

	}

}
