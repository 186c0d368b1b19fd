package io.embeddedgateway.routing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriUtils;

/**
 * The path of a request as it was sent, and whether it can be read in one way only. What
 * one reader takes for a separator and another for a character lets a request be matched
 * as one thing and served as another.
 */
final class RawPath {

	/**
	 * Reads a path without decoding it and without looking for parameters.
	 */
	static final PathContainer.Options OPTIONS = PathContainer.Options.create('/', false);

	private RawPath() {
	}

	static String encode(String decoded) {
		return Arrays.stream(decoded.split("/", -1))
			.map((segment) -> UriUtils.encode(segment, StandardCharsets.UTF_8))
			.collect(Collectors.joining("/"));
	}

	/**
	 * What is wrong with a path and a query.
	 * @param path the path, percent-encoded
	 * @param query the query, percent-encoded, or {@code null} if there is none
	 * @param allowParameters whether segments of the path may have parameters
	 * ({@code ;a=b})
	 * @return a sentence for the client, or {@code null} if nothing is wrong
	 */
	static @Nullable String problem(String path, @Nullable String query, boolean allowParameters) {
		if (query != null) {
			for (int i = 0; i < query.length(); i++) {
				if (query.charAt(i) <= ' ' || query.charAt(i) >= 0x7f) {
					return "The query has a character that must be encoded.";
				}
			}
		}
		return problem(path, allowParameters);
	}

	/**
	 * What is wrong with a path.
	 * @param path the path, percent-encoded
	 * @param allowParameters whether segments may have parameters ({@code ;a=b})
	 * @return a sentence for the client, or {@code null} if nothing is wrong
	 */
	static @Nullable String problem(String path, boolean allowParameters) {
		int segment = 0;
		for (int i = 0; i < path.length(); i++) {
			char current = path.charAt(i);
			if (current == '/') {
				if (isDots(path, segment, i)) {
					return "The path has a '.' or '..' segment.";
				}
				segment = i + 1;
			}
			else if (current == '\\' || current <= ' ' || current >= 0x7f) {
				return "The path has a character that must be encoded.";
			}
			else if (current == ';' && !allowParameters) {
				return "The path has parameters.";
			}
			else if (current == '%') {
				String problem = encodedProblem(path, i);
				if (problem != null) {
					return problem;
				}
			}
		}
		return isDots(path, segment, path.length()) ? "The path has a '.' or '..' segment." : null;
	}

	private static @Nullable String encodedProblem(String path, int percent) {
		int octet = octet(path, percent);
		if (octet < 0) {
			return "The path is not properly encoded.";
		}
		if (octet < ' ' || octet == 0x7f || octet == 0xc0 || octet == 0xc1) {
			return "The path has an encoded character that is not allowed.";
		}
		if (octet == '/' || octet == '\\') {
			return "The path has an encoded '" + (char) octet + "'.";
		}
		int twice = (octet == '%') ? octetBehind(path, percent + 3) : -1;
		return (twice == '/' || twice == '\\' || twice == '.' || twice == '%' || (twice >= 0 && twice < ' '))
				? "The path has a character that is encoded twice." : null;
	}

	// What two characters would encode if they stood behind a percent sign, where each
	// may be encoded itself
	private static int octetBehind(String path, int index) {
		int second = index + ((index < path.length() && path.charAt(index) == '%') ? 3 : 1);
		int high = Character.digit(decoded(path, index), 16);
		int low = Character.digit(decoded(path, second), 16);
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	private static int decoded(String path, int index) {
		if (index >= path.length()) {
			return -1;
		}
		return (path.charAt(index) == '%') ? octet(path, index) : path.charAt(index);
	}

	private static int octet(String path, int percent) {
		if (percent + 2 >= path.length()) {
			return -1;
		}
		int high = Character.digit(path.charAt(percent + 1), 16);
		int low = Character.digit(path.charAt(percent + 2), 16);
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	private static boolean isDots(String path, int start, int end) {
		int dots = 0;
		int index = start;
		while (index < end && path.charAt(index) != ';') {
			boolean encoded = path.charAt(index) == '%' && octet(path, index) == '.';
			if (!encoded && path.charAt(index) != '.') {
				return false;
			}
			dots++;
			index += encoded ? 3 : 1;
		}
		return dots == 1 || dots == 2;
	}

}
