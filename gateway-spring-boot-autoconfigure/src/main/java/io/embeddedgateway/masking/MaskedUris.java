package io.embeddedgateway.masking;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Hides in URIs what is secret by the name of its parameter: in the query, after a
 * semicolon in the path, and in the fragment.
 */
public final class MaskedUris {

	/**
	 * How often a value within a value is looked into; beyond, it is masked.
	 */
	private static final int DEEPEST = 2;

	private final SecretNames secrets;

	/**
	 * Mask by names.
	 * @param secrets what is secret
	 */
	public MaskedUris(SecretNames secrets) {
		this.secrets = secrets;
	}

	/**
	 * Mask a query.
	 * @param query the query, percent-encoded, without question mark
	 * @return what may be shown of it
	 */
	public String query(String query) {
		return mask(query, true, 0);
	}

	/**
	 * Mask a URI, or a path.
	 * @param uri the URI, percent-encoded
	 * @return what may be shown of it
	 */
	public String uri(String uri) {
		return mask(withoutUser(uri), false, 0);
	}

	/**
	 * Mask a URI that may have the values of path variables.
	 * @param uri the URI, percent-encoded
	 * @param pathVariables the values of the variables by name, percent-encoded
	 * @return what may be shown of the URI
	 */
	public String uri(String uri, Map<String, String> pathVariables) {
		return uri(uri, List.of(pathVariables));
	}

	/**
	 * Mask a URI that may have the values of several sets of path variables.
	 * @param uri the URI, percent-encoded
	 * @param pathVariables the values of the variables by name, percent-encoded
	 * @return what may be shown of the URI
	 */
	public String uri(String uri, Collection<? extends Map<String, String>> pathVariables) {
		return values(pathVariables).hide(uri(uri));
	}

	/**
	 * Mask the path and query of a request.
	 * @param rawPath the path
	 * @param rawQuery the query, or {@code null} if there is none
	 * @param pathVariables the values of the variables by name, percent-encoded
	 * @return what may be shown of both
	 */
	public String uri(String rawPath, @Nullable String rawQuery, Map<String, String> pathVariables) {
		// Names first: a value may be the name of a parameter as well
		String path = uri(rawPath);
		return values(List.of(pathVariables)).hide((rawQuery != null) ? path + "?" + query(rawQuery) : path);
	}

	private SecretValues values(Collection<? extends Map<String, String>> pathVariables) {
		SecretValues values = new SecretValues();
		for (Map<String, String> variables : pathVariables) {
			variables.forEach((name, value) -> {
				if (this.secrets.contains(name)) {
					values.add(value);
				}
			});
		}
		return values;
	}

	private static String withoutUser(String uri) {
		int authority = uri.indexOf("//");
		if (authority < 0 || uri.indexOf('@', authority) < 0) {
			return uri;
		}
		int end = authority + 2;
		while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
			end++;
		}
		int user = uri.lastIndexOf('@', end - 1);
		return (user < authority) ? uri : uri.substring(0, authority + 2) + SecretNames.MASK + uri.substring(user);
	}

	private String mask(String text, boolean query, int depth) {
		if (text.indexOf('=') < 0) {
			return text;
		}
		StringBuilder masked = new StringBuilder(text.length() + SecretNames.MASK.length());
		boolean inQuery = query;
		boolean parameter = query;
		int at = 0;
		while (at < text.length()) {
			int end = end(text, at, inQuery ? "&;?#" : "&;?#/");
			int equals = parameter ? text.indexOf('=', at) : -1;
			boolean named = equals >= 0 && equals < end;
			if (named && isSecret(text.substring(at, equals), text.substring(equals + 1, end), depth)) {
				// What separates others may well be a part of this
				end = end(text, equals, inQuery ? "&#" : "/?#");
				masked.append(text, at, equals + 1).append(SecretNames.MASK);
			}
			else {
				masked.append(text, at, end);
			}
			if (end < text.length()) {
				char delimiter = text.charAt(end);
				masked.append(delimiter);
				inQuery |= delimiter == '?' || delimiter == '#';
				parameter = delimiter != '/';
			}
			at = end + 1;
		}
		return masked.toString();
	}

	private static int end(String text, int start, String delimiters) {
		int end = start;
		while (end < text.length() && delimiters.indexOf(text.charAt(end)) < 0) {
			end++;
		}
		return end;
	}

	private boolean isSecret(String name, String value, int depth) {
		return this.secrets.contains(name) || hidesSecret(value, depth);
	}

	private boolean hidesSecret(String value, int depth) {
		if (!hasParameters(value)) {
			return false;
		}
		String decoded = PercentEncoding.decode(value);
		return depth == DEEPEST || !mask(decoded, true, depth + 1).equals(decoded) || hidesSecret(decoded, depth + 1);
	}

	// A URI as a value, the parameters of which are encoded
	private static boolean hasParameters(String value) {
		for (int at = value.indexOf('%'); at >= 0; at = value.indexOf('%', at + 1)) {
			if (value.startsWith("3D", at + 1) || value.startsWith("3d", at + 1) || value.startsWith("25", at + 1)) {
				return true;
			}
		}
		return false;
	}

}
