package io.embeddedgateway.auth.apikey;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.embeddedgateway.HeaderNames;

/**
 * Which keys of applications are known.
 *
 * @param header the header that carries the key
 * @param keys the clients that have keys, by their ids; copied
 * @param source the name of the {@link ApiKeySource} bean that knows the keys if none are
 * declared, or {@code null} if there is just one such bean
 * @param cache how long answers of the source are remembered, 0 to 1 h
 * @param timeout the longest time for an answer of the source, 1 ms to 10 s
 */
public record ApiKeyPolicy(@DefaultValue("X-Api-Key") String header, @DefaultValue Map<String, ApiKeyClient> keys,
		@Nullable String source, @DefaultValue("30s") Duration cache, @DefaultValue("2s") Duration timeout) {

	private static final String HEADER = "X-Api-Key";

	/**
	 * Headers that mean something else.
	 */
	private static final Set<String> TAKEN = Set.of("authorization", "proxy-authorization", "cookie", "host", "dpop",
			"connection", "content-length", "transfer-encoding");

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the header can't carry keys, if two clients
	 * have the same key, or if a time is out of range
	 */
	public ApiKeyPolicy {
		keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
		if (!HeaderNames.isToken(header) || TAKEN.contains(header.toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException("'header' is '" + header
					+ "', which can't carry keys. Write the name of a header of its own, such as '" + HEADER + "'");
		}
		if (!keys.isEmpty() && source != null) {
			throw new IllegalArgumentException("has both 'keys' and 'source'. Remove one");
		}
		checkTime("cache", cache, Duration.ZERO, Duration.ofHours(1), "between 0s and 1h, for example '30s'");
		checkTime("timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(10),
				"between 1ms and 10s, for example '2s'");
		checkUnique(keys);
	}

	/**
	 * A policy from its short form.
	 * @param text the name of the header
	 * @return the policy, whose keys a bean knows
	 */
	public static ApiKeyPolicy of(String text) {
		return new ApiKeyPolicy(text, Map.of(), null, Duration.ofSeconds(30), Duration.ofSeconds(2));
	}

	private static void checkTime(String name, Duration time, Duration shortest, Duration longest, String remedy) {
		if (time.compareTo(shortest) < 0 || time.compareTo(longest) > 0) {
			throw new IllegalArgumentException("'" + name + "' is " + time.toMillis() + "ms. Write " + remedy);
		}
	}

	private static void checkUnique(Map<String, ApiKeyClient> keys) {
		Map<String, String> owners = new HashMap<>();
		keys.forEach((client, key) -> key.hash().forEach((hash) -> {
			String owner = owners.putIfAbsent(hash.value(), client);
			if (owner != null) {
				throw new IllegalArgumentException(owner.equals(client)
						? "client '" + client + "' has the same hash twice. Remove one"
						: "clients '" + owner + "' and '" + client
								+ "' have the same hash, so nobody could tell them apart. Give each a key of its own");
			}
		}));
	}

}
