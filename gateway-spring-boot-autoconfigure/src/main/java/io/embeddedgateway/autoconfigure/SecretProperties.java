package io.embeddedgateway.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;

/**
 * Tells which values of the configuration must not be shown. Rather too much than too
 * little.
 */
final class SecretProperties {

	private static final Pattern PROPERTY = Pattern
		.compile("(.*[-_.])?(password|passphrase|secret|credentials?|hash|hashes|private-key|nonce-key|sticky-key)");

	private static final Pattern FREE = Pattern.compile(".*(pass|authori|key|hash).*|.*-?auth");

	private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]+@");

	private static final MaskedUris URIS = new MaskedUris(SecretNames.COMMON);

	private SecretProperties() {
	}

	/**
	 * Whether the value of a property of ours is a secret.
	 * @param property the last element of its name, in kebab-case
	 * @return whether it is to be masked
	 */
	static boolean isSecret(String property) {
		return PROPERTY.matcher(property).matches();
	}

	/**
	 * Whether a value may be a secret that somebody else has named: a header, a
	 * parameter, an entry of metadata.
	 * @param name its name, in any case
	 * @return whether it is to be masked
	 */
	static boolean mayBeSecret(String name) {
		return SecretNames.COMMON.contains(name) || FREE.matcher(name.toLowerCase(Locale.ROOT)).matches();
	}

	/**
	 * A text without the secrets that addresses can have.
	 * @param text the text
	 * @return the text, with users and passwords of addresses masked, and parameters that
	 * may be secrets
	 */
	static String mask(String text) {
		return URIS.uri((text.indexOf('@') >= 0) ? USER.matcher(text).replaceAll(SecretNames.MASK + "@") : text);
	}

}
