package io.embeddedgateway.auth.basic;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which users are known (RFC 7617).
 *
 * @param realm what the user is told to log in to
 * @param users the users by their names; copied
 * @param manager the name of the
 * {@link org.springframework.security.authentication.ReactiveAuthenticationManager} bean
 * that knows the users if none are declared, or {@code null} if there is just one
 * @param cache how long a password that was right is remembered, 0 to 1 h
 */
public record BasicPolicy(@DefaultValue("gateway") String realm, @DefaultValue Map<String, BasicUser> users,
		@Nullable String manager, @DefaultValue("1m") Duration cache) {

	private static final Duration LONGEST = Duration.ofHours(1);

	/**
	 * Check the policy.
	 * @throws IllegalArgumentException if the realm can't be sent, if nobody could log in
	 * with the name of a user, or if the time is out of range
	 */
	public BasicPolicy {
		users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
		if (!realm.chars()
			.allMatch((current) -> current >= ' ' && current <= '~' && current != '"' && current != '\\')) {
			throw new IllegalArgumentException(
					"'realm' is '" + realm + "'. Write visible characters of ASCII, without quotes and backslashes");
		}
		if (!users.isEmpty() && manager != null) {
			throw new IllegalArgumentException("has both 'users' and 'manager'. Remove one");
		}
		for (String user : users.keySet()) {
			if (user.indexOf(':') >= 0) {
				throw new IllegalArgumentException(
						"user '" + user + "' has a colon in the name, where HTTP ends it. Write a name without");
			}
		}
		if (cache.isNegative() || cache.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"'cache' is " + cache.toMillis() + "ms. Write between 0s and 1h, for example '1m'");
		}
	}

}
