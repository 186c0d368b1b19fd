package io.embeddedgateway.auth.apikey;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is known of a key: its SHA-256, never the key itself.
 *
 * @param value {@code sha256:} and 64 hexadecimal digits
 * @param expires when the key ends, or {@code null} if it does not
 */
public record ApiKeyHash(@DefaultValue("") String value, @Nullable Instant expires) {

	static final String REMEDY = "with the 64 hexadecimal digits that 'printf %s \"$KEY\" | sha256sum' prints";

	private static final String PREFIX = "sha256:";

	private static final Pattern HASH = Pattern.compile(PREFIX + "[0-9a-f]{64}");

	/**
	 * Check the hash.
	 * @throws IllegalArgumentException if it is none; the text is not shown, because it
	 * may be a key
	 */
	public ApiKeyHash {
		value = value.trim().toLowerCase(Locale.ROOT);
		if (!HASH.matcher(value).matches()) {
			throw new IllegalArgumentException("the hash of a key is '" + PREFIX + "' " + REMEDY
					+ ". Keys themselves must not stand in the configuration");
		}
	}

	/**
	 * A hash from its short form.
	 * @param text the hash
	 * @return the hash of a key that does not end
	 */
	public static ApiKeyHash of(String text) {
		return new ApiKeyHash(text, null);
	}

	KeyHash hash() {
		return KeyHash.parse(this.value.substring(PREFIX.length()));
	}

}
