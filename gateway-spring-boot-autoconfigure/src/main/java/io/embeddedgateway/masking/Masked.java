package io.embeddedgateway.masking;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Shows what is sent to people who may not see all of it: whatever may be a secret by its
 * name has no value.
 */
public final class Masked {

	private static final MaskedUris URIS = new MaskedUris(SecretNames.COMMON);

	private Masked() {
	}

	/**
	 * Whether what stands under a name is not to be shown.
	 * @param name the name of a header, a cookie or a parameter
	 * @return {@code true} if it may be a secret, by its name
	 */
	public static boolean isSecret(String name) {
		return SecretNames.COMMON.contains(name);
	}

	/**
	 * A value to be shown.
	 * @param name its name
	 * @param value the value
	 * @return the value, or {@value SecretNames#MASK} if it may be a secret
	 */
	public static String value(String name, String value) {
		return isSecret(name) ? SecretNames.MASK : value;
	}

	/**
	 * Headers to be shown.
	 * @param headers names and values, in their order
	 * @return the same, each name once, with its values separated by commas
	 */
	public static Map<String, String> headers(Iterable<Map.Entry<String, String>> headers) {
		Map<String, String> shown = new LinkedHashMap<>();
		for (Map.Entry<String, String> header : headers) {
			String value = value(header.getKey(), header.getValue());
			shown.merge(header.getKey(), value,
					(before, more) -> more.equals(SecretNames.MASK) ? SecretNames.MASK : before + ", " + more);
		}
		return shown;
	}

	/**
	 * Path and query to be shown.
	 * @param rawPath the path
	 * @param rawQuery the query, or {@code null} if there is none
	 * @param pathVariables the values of the variables in the path by name, as they were
	 * sent
	 * @return both, without the values of those variables and parameters that may be
	 * secrets
	 */
	public static String uri(String rawPath, @Nullable String rawQuery, Map<String, String> pathVariables) {
		return URIS.uri(rawPath, rawQuery, pathVariables);
	}

}
