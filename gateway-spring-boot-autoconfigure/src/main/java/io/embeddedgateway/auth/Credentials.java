package io.embeddedgateway.auth;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;

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

	private static final int LONGEST = 16 * 1024;

	private final GatewayExchange exchange;

	private final String scheme;

	private final String value;

	private @Nullable TokenHash hash;

	private @Nullable Issuer issuer;

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
		List<String> headers = exchange.request().headers().getOrEmpty(HttpHeaders.AUTHORIZATION);
		if (headers.isEmpty()) {
			return new Credentials(exchange, "", "");
		}
		if (headers.size() > 1) {
			throw new InvalidCredentialsException(AuthError.INVALID_REQUEST, "more than one Authorization header",
					Map.of());
		}
		String header = headers.get(0).strip();
		int space = header.indexOf(' ');
		String scheme = (space < 0) ? header : header.substring(0, space);
		return new Credentials(exchange, scheme.toLowerCase(Locale.ROOT),
				(space < 0) ? "" : header.substring(space + 1).strip());
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
		return (current >= 'a' && current <= 'z') || (current >= 'A' && current <= 'Z')
				|| (current >= '0' && current <= '9') || "-._~+/=".indexOf(current) >= 0;
	}

	@Override
	public String toString() {
		return this.scheme.isEmpty() ? "no credentials" : "credentials (not shown)";
	}

}
