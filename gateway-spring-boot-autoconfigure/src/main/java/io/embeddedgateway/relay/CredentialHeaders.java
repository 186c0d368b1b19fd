package io.embeddedgateway.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.VerifiedCaller;

/**
 * The headers with credentials that a service does not get. They are told by what the
 * client has sent, whether anybody looked at it or not; what the route itself writes
 * stays.
 */
final class CredentialHeaders {

	private static final String PROOF = "DPoP";

	private static final String PASSWORD = "Basic";

	private final @Nullable TokenRelay token;

	private final List<String> names;

	private final boolean asks;

	/**
	 * Create the headers of a route.
	 * @param token what becomes of credentials, or {@code null} for what is right by
	 * their kind
	 * @param keys the headers that carry keys
	 * @param asks whether the route asks who is calling
	 */
	CredentialHeaders(@Nullable TokenRelay token, Collection<String> keys, boolean asks) {
		this.token = token;
		this.asks = asks;
		List<String> names = new ArrayList<>(keys);
		if (token != null) {
			names.add(HttpHeaders.AUTHORIZATION);
			names.add(PROOF);
		}
		this.names = (token != TokenRelay.FORWARD) ? List.copyOf(names) : List.of();
	}

	/**
	 * The headers of the client that the service does not get.
	 * @param exchange the exchange
	 * @return their names, empty if it gets all
	 */
	List<String> withheld(GatewayExchange exchange) {
		if (this.token == TokenRelay.FORWARD) {
			return List.of();
		}
		HttpHeaders sent = exchange.received().headers();
		List<String> withheld = List.of();
		for (String name : this.names) {
			withheld = addIf(sent.containsHeader(name), withheld, name);
		}
		VerifiedCaller verified = VerifiedCaller.of(exchange);
		if (verified != null && isWithheld(verified.credential())) {
			withheld = addIf(true, withheld, verified.credential().header());
		}
		boolean asked = this.asks || exchange.caller() != null;
		return addIf(asked && hasPassword(sent), withheld, HttpHeaders.AUTHORIZATION);
	}

	/**
	 * Remove what the client has sent.
	 * @param names the names of the headers
	 * @param headers the headers to remove it from
	 * @param exchange the exchange
	 */
	static void remove(List<String> names, HttpHeaders headers, GatewayExchange exchange) {
		HttpHeaders sent = exchange.received().headers();
		for (String name : names) {
			List<String> own = new ArrayList<>(headers.getOrEmpty(name));
			own.removeAll(sent.getOrEmpty(name));
			headers.remove(name);
			if (!own.isEmpty()) {
				headers.put(name, own);
			}
		}
	}

	// Keys of providers that the application has written may be in any header
	private boolean isWithheld(Credential credential) {
		boolean lasting = credential.kind() == CredentialKind.API_KEY || credential.kind() == CredentialKind.PASSWORD;
		return !credential.header().isEmpty() && (lasting || this.token != null);
	}

	private static boolean hasPassword(HttpHeaders sent) {
		for (String value : sent.getOrEmpty(HttpHeaders.AUTHORIZATION)) {
			String credentials = value.strip();
			boolean password = credentials.regionMatches(true, 0, PASSWORD, 0, PASSWORD.length());
			if (password && (credentials.length() == PASSWORD.length()
					|| Character.isWhitespace(credentials.charAt(PASSWORD.length())))) {
				return true;
			}
		}
		return false;
	}

	private static List<String> addIf(boolean condition, List<String> names, String name) {
		if (!condition) {
			return names;
		}
		List<String> more = names.isEmpty() ? new ArrayList<>(2) : names;
		more.add(name);
		return more;
	}

}
