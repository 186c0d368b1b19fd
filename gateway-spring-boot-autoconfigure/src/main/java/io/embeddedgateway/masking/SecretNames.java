package io.embeddedgateway.masking;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows by names what is secret: of headers, query parameters and path variables. Case
 * does not matter, nor does what stands between letters and digits:
 * {@code X-Access-Token}, {@code accessToken} and {@code access_token} are all secret.
 */
public final class SecretNames {

	/**
	 * What stands in place of secrets.
	 */
	public static final String MASK = "******";

	/**
	 * What is secret by common names.
	 */
	public static final SecretNames COMMON = new SecretNames(List.of());

	/**
	 * Words that make any name secret that contains them.
	 */
	private static final List<String> WORDS = List.of("token", "secret", "password", "passwd", "passphrase",
			"signature", "credential", "apikey", "accesskey", "privatekey", "authorization", "session", "assertion",
			"cookie", "jwt", "saml", "bearer", "clientcert", "subscriptionkey");

	/**
	 * Names that are secret as a whole.
	 */
	private static final Set<String> NAMES = Set.of("key", "code", "sig", "pwd", "pass", "pin", "otp", "auth", "xauth",
			"sid", "ticket", "hmac", "dpop", "secwebsocketprotocol", "xgatewaytrace");

	/**
	 * Words that make names secret that end with them.
	 */
	private static final List<String> LAST_WORDS = List.of("key", "auth", "pass");

	/**
	 * What is no secret though it ends so.
	 */
	private static final Set<String> SHOWN = Set.of("idempotencykey");

	private final Set<String> more = new HashSet<>();

	/**
	 * Create the names.
	 * @param more names that are secret as well
	 */
	public SecretNames(List<String> more) {
		more.forEach((name) -> this.more.add(normalized(name)));
	}

	/**
	 * Whether what has a name is secret.
	 * @param name the name, which may be percent-encoded
	 * @return {@code true} if its value must not be shown
	 */
	public boolean contains(String name) {
		String normalized = normalized((name.indexOf('%') < 0) ? name : PercentEncoding.decode(name));
		return NAMES.contains(normalized) || this.more.contains(normalized) || hasWord(normalized)
				|| (endsWithWord(name) && !SHOWN.contains(normalized));
	}

	// X-Functions-Key, authKey, internal-auth; but not monkey
	private static boolean endsWithWord(String name) {
		for (String word : LAST_WORDS) {
			int start = name.length() - word.length();
			if (start > 0 && name.regionMatches(true, start, word, 0, word.length())) {
				char before = name.charAt(start - 1);
				return !Character.isLetter(before)
						|| (Character.isUpperCase(name.charAt(start)) && Character.isLowerCase(before));
			}
		}
		return false;
	}

	private static boolean hasWord(String normalized) {
		for (String word : WORDS) {
			if (normalized.contains(word)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What counts of a name.
	 * @param name the name
	 * @return its letters and digits, in lower case
	 */
	public static String normalized(String name) {
		StringBuilder normalized = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char letter = name.charAt(i);
			if (Character.isLetterOrDigit(letter)) {
				normalized.append(Character.toLowerCase(letter));
			}
		}
		return normalized.toString();
	}

}
