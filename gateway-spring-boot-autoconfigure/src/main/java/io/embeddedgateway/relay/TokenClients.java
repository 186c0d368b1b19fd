package io.embeddedgateway.relay;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The gateway as a client of authorization servers, by name.
 */
public final class TokenClients {

	private final Map<String, TokenClient> clients = new TreeMap<>();

	/**
	 * Create all clients.
	 * @param policies how the gateway gets tokens, by name
	 * @param http makes what sends their requests
	 */
	public TokenClients(Map<String, TokenClientPolicy> policies, Function<TokenClientPolicy, WebClient> http) {
		policies.forEach((name, policy) -> this.clients.put(name, new TokenClient(name, policy, http.apply(policy))));
	}

	TokenClient get(String name) {
		TokenClient client = this.clients.get(name);
		if (client == null) {
			throw new IllegalArgumentException(
					"there is no token client '" + name + "'. Write one of " + this.clients.keySet());
		}
		return client;
	}

}
