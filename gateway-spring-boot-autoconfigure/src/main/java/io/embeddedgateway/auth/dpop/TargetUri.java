package io.embeddedgateway.auth.dpop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * URIs in the one form in which they can be compared (RFC 3986 §6.2.2 and §6.2.3),
 * without query and fragment.
 */
final class TargetUri {

	private TargetUri() {
	}

	/**
	 * Bring a URI into this form.
	 * @param uri the URI
	 * @return the URI without query and fragment, or {@code null} if it is no absolute
	 * one for HTTP
	 */
	static @Nullable String normalize(String uri) {
		int colon = uri.indexOf("://");
		String scheme = (colon > 0) ? uri.substring(0, colon).toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("https") && !scheme.equals("http")) {
			return null;
		}
		int start = colon + 3;
		int path = end(uri, start, "/?#");
		String authority = authority(scheme, uri.substring(start, path));
		String normalized = path(uri.substring(path, end(uri, path, "?#")));
		return (authority != null && normalized != null) ? scheme + "://" + authority + normalized : null;
	}

	private static int end(String uri, int start, String stops) {
		for (int i = start; i < uri.length(); i++) {
			if (stops.indexOf(uri.charAt(i)) >= 0) {
				return i;
			}
		}
		return uri.length();
	}

	private static @Nullable String authority(String scheme, String authority) {
		String lower = authority.toLowerCase(Locale.ROOT);
		String port = scheme.equals("https") ? ":443" : ":80";
		if (lower.endsWith(port)) {
			lower = lower.substring(0, lower.length() - port.length());
		}
		else if (lower.endsWith(":")) {
			lower = lower.substring(0, lower.length() - 1);
		}
		return (lower.isEmpty() || lower.indexOf('@') >= 0) ? null : lower;
	}

	private static @Nullable String path(String path) {
		String decoded = (path.indexOf('%') >= 0) ? unreserved(path) : path;
		if (decoded == null || decoded.isEmpty()) {
			return (decoded != null) ? "/" : null;
		}
		return decoded.contains("/.") ? withoutDots(decoded) : decoded;
	}

	// What need not be encoded is decoded, and the rest is written with upper case digits
	private static @Nullable String unreserved(String path) {
		StringBuilder decoded = new StringBuilder(path.length());
		for (int i = 0; i < path.length(); i++) {
			char current = path.charAt(i);
			if (current != '%') {
				decoded.append(current);
				continue;
			}
			int high = (i + 2 < path.length()) ? Character.digit(path.charAt(i + 1), 16) : -1;
			int low = (i + 2 < path.length()) ? Character.digit(path.charAt(i + 2), 16) : -1;
			if (high < 0 || low < 0) {
				return null;
			}
			char octet = (char) (high * 16 + low);
			if (isUnreserved(octet)) {
				decoded.append(octet);
			}
			else {
				decoded.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
			}
			i += 2;
		}
		return decoded.toString();
	}

	private static boolean isUnreserved(char octet) {
		return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9')
				|| octet == '-' || octet == '.' || octet == '_' || octet == '~';
	}

	private static String withoutDots(String path) {
		Deque<String> kept = new ArrayDeque<>();
		String[] segments = path.substring(1).split("/", -1);
		for (int i = 0; i < segments.length; i++) {
			boolean dots = segments[i].equals(".") || segments[i].equals("..");
			if (segments[i].equals("..")) {
				kept.pollLast();
			}
			if (!dots) {
				kept.addLast(segments[i]);
			}
			else if (i == segments.length - 1) {
				kept.addLast("");
			}
		}
		return "/" + String.join("/", kept);
	}

}
