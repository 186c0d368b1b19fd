package io.embeddedgateway.testing;

import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An issuer that publishes its keys and nothing else, and that can fail.
 */
public final class KeyServer implements AutoCloseable {

	private final Upstream server = Upstream.with(this::answer);

	private volatile List<JWK> keys = List.of();

	private volatile String issuer = this.server.uri();

	private volatile Mode mode = Mode.ANSWERS;

	/**
	 * Create a server.
	 * @param makers whose keys it publishes
	 */
	public KeyServer(TokenMaker... makers) {
		publish(makers);
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		return switch (this.mode) {
			case ANSWERS -> response.header("Content-Type", "application/json").sendString(Mono.just(body(request)));
			case FAILS -> response.status(500).send();
			case HANGS -> Mono.never();
			case TALKS_NONSENSE -> response.sendString(Mono.just("<html>"));
			case FLOODS -> response.sendString(Flux.just("{\"keys\": [\"", "x".repeat(200_000), "x".repeat(200_000)));
			case REDIRECTS -> response.sendRedirect(this.server.uri() + "/elsewhere");
		};
	}

	private String body(HttpServerRequest request) {
		if (request.uri().equals("/.well-known/openid-configuration")) {
			return JSONObjectUtils.toJSONString(Map.of("issuer", this.issuer, "jwks_uri", jwkSetUri()));
		}
		return new JWKSet(this.keys).toString();
	}

	/**
	 * Publish other keys.
	 * @param makers whose keys
	 */
	public void publish(TokenMaker... makers) {
		this.keys = List.of(makers).stream().map(TokenMaker::jwk).toList();
	}

	/**
	 * Publish other keys.
	 * @param jwks the keys
	 */
	public void publish(List<JWK> jwks) {
		this.keys = jwks;
	}

	/**
	 * Behave in another way.
	 * @param other how
	 */
	public void mode(Mode other) {
		this.mode = other;
	}

	/**
	 * Call itself something else in its metadata.
	 * @param other what
	 */
	public void callItself(String other) {
		this.issuer = other;
	}

	/**
	 * Its name as an issuer.
	 * @return the URI
	 */
	public String issuer() {
		return this.server.uri();
	}

	/**
	 * Where its keys are.
	 * @return the URI
	 */
	public String jwkSetUri() {
		return this.server.uri() + "/keys";
	}

	/**
	 * How often its keys were asked for.
	 * @return the number
	 */
	public long asked() {
		return this.server.received().stream().filter((request) -> request.uri().equals("/keys")).count();
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * How it behaves.
	 */
	public enum Mode {

		/**
		 * As it should.
		 */
		ANSWERS,

		/**
		 * With status 500.
		 */
		FAILS,

		/**
		 * It never answers.
		 */
		HANGS,

		/**
		 * With something that is no JSON.
		 */
		TALKS_NONSENSE,

		/**
		 * With more than anybody could want.
		 */
		FLOODS,

		/**
		 * By sending elsewhere.
		 */
		REDIRECTS

	}

}
