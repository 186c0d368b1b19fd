package io.embeddedgateway.auth;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.AttributeKey;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.WireHeaders;

/**
 * What a request has to prove who is calling, read once for all providers.
 */
public final class Credentials {

	/**
	 * The scheme of tokens that whoever has them may use (RFC 6750), in lower case.
	 */
	public static final String BEARER = "bearer";

	/**
	 * The scheme of tokens that are bound to a key (RFC 9449), in lower case.
	 */
	public static final String DPOP = "dpop";

	/**
	 * The scheme of user names and passwords (RFC 7617), in lower case.
	 */
	public static final String BASIC = "basic";

	private static final AttributeKey<Boolean> LOOKED_AT = AttributeKey.ofRequest("credentials are looked at",
			Boolean.class);

	private static final String USUAL = "Bearer ";

	private static final int LONGEST = 16 * 1024;

	private static final boolean[] TOKEN_CHARACTERS = new boolean[128];

	static {
		String all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=";
		all.chars().forEach((character) -> TOKEN_CHARACTERS[character] = true);
	}

	private final GatewayExchange exchange;

	private final String scheme;

	private final String value;

	private @Nullable TokenHash hash;

	private @Nullable Issuer issuer;

	private @Nullable TokenCache asked;

	private @Nullable VerifiedCaller known;

	private Credentials(GatewayExchange exchange, String scheme, String value) {
		this.exchange = exchange;
		this.scheme = scheme;
		this.value = value;
	}

	/**
	 * Read the credentials of a request.
	 * @param exchange the exchange
	 * @return the credentials
	 * @throws InvalidCredentialsException if there is more than one {@code Authorization}
	 * header, or it can't be read
	 */
	public static Credentials of(GatewayExchange exchange) {
		Iterator<String> headers = headers(exchange.request().headers());
		if (!headers.hasNext()) {
			return new Credentials(exchange, "", "");
		}
		String header = headers.next().strip();
		if (headers.hasNext()) {
			throw new InvalidCredentialsException(AuthError.INVALID_REQUEST, "more than one Authorization header",
					Map.of());
		}
		if (header.startsWith(USUAL)) {
			return new Credentials(exchange, BEARER, header.substring(USUAL.length()).strip());
		}
		int space = header.indexOf(' ');
		String scheme = (space < 0) ? header : header.substring(0, space);
		return new Credentials(exchange, scheme.toLowerCase(Locale.ROOT),
				(space < 0) ? "" : header.substring(space + 1).strip());
	}

	// Without lists of them, and without their names in another case
	private static Iterator<String> headers(HttpHeaders headers) {
		return (headers instanceof WireHeaders wire) ? wire.fields().valueStringIterator(HttpHeaderNames.AUTHORIZATION)
				: headers.getOrEmpty(HttpHeaders.AUTHORIZATION).iterator();
	}

	/**
	 * Say that the credentials of a request are looked at by people, and not used.
	 * @param exchange the exchange
	 */
	static void lookAt(GatewayExchange exchange) {
		exchange.attribute(LOOKED_AT, true);
	}

	/**
	 * Whether they are used, so that what can be used once is gone.
	 * @return {@code false} if people ask what would become of them
	 */
	public boolean areUsed() {
		return this.exchange.attribute(LOOKED_AT) == null;
	}

	/**
	 * The exchange that has them.
	 * @return the exchange
	 */
	public GatewayExchange exchange() {
		return this.exchange;
	}

	/**
	 * The scheme of the {@code Authorization} header.
	 * @return the scheme in lower case, empty if there is no such header
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * What follows the scheme.
	 * @return the text, empty if there is none
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Whether they are a token.
	 * @return {@code true} if the scheme is that of tokens
	 */
	public boolean isToken() {
		return this.scheme.equals(BEARER) || this.scheme.equals(DPOP);
	}

	/**
	 * The issuer that a token names, without any proof of it.
	 * @return the claim {@code iss}, or {@code null} if this is no JWT that has one
	 */
	@Nullable String issuer() {
		Issuer issuer = this.issuer;
		if (issuer == null) {
			issuer = new Issuer(Issuer.of(this.value));
			this.issuer = issuer;
		}
		return issuer.name();
	}

	TokenHash hash() {
		TokenHash hash = this.hash;
		if (hash == null) {
			hash = TokenHash.of(this.value);
			this.hash = hash;
		}
		return hash;
	}

	/**
	 * The caller whom a cache remembers for them. It is asked once, whoever wants to
	 * know.
	 * @param cache the cache
	 * @return the caller, or {@code null} if it remembers none
	 */
	@Nullable VerifiedCaller known(TokenCache cache) {
		if (this.asked != cache) {
			this.known = cache.get(hash());
			this.asked = cache;
		}
		return this.known;
	}

	/**
	 * Check how a token is written, whatever it means (RFC 6750 §2.1).
	 */
	void checkToken() {
		boolean written = !this.value.isEmpty() && this.value.length() <= LONGEST;
		for (int i = 0; written && i < this.value.length(); i++) {
			written = isTokenCharacter(this.value.charAt(i));
		}
		if (!written) {
			throw new InvalidCredentialsException("no token that could be one");
		}
	}

	private static boolean isTokenCharacter(char current) {
		return current < TOKEN_CHARACTERS.length && TOKEN_CHARACTERS[current];
	}

	@Override
	public String toString() {
		return this.scheme.isEmpty() ? "no credentials" : "credentials (not shown)";
	}

}
