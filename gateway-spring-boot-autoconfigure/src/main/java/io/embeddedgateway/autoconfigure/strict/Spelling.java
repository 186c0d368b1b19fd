package io.embeddedgateway.autoconfigure.strict;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Compares names by how they are written.
 */
final class Spelling {

	private Spelling() {
	}

	/**
	 * The form in which two names that the binder can't tell apart are equal.
	 * @param name the name
	 * @return the name without dashes and underscores, in lower case
	 */
	static String uniform(String name) {
		StringBuilder result = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char current = name.charAt(i);
			if (current != '-' && current != '_') {
				result.append(Character.toLowerCase(current));
			}
		}
		return result.toString();
	}

	/**
	 * The name that was most likely meant.
	 * @param written what was written
	 * @param known the names that exist
	 * @return the name, or {@code null} if none is close
	 */
	static @Nullable String closest(String written, Collection<String> known) {
		String uniform = uniform(written);
		String closest = null;
		int least = Math.max(1, uniform.length() / 3) + 1;
		for (String candidate : known) {
			int distance = distance(uniform, uniform(candidate));
			if (distance < least && distance < candidate.length()) {
				closest = candidate;
				least = distance;
			}
		}
		return closest;
	}

	private static int distance(String left, String right) {
		int[][] distances = new int[left.length() + 1][right.length() + 1];
		for (int i = 0; i <= left.length(); i++) {
			for (int j = 0; j <= right.length(); j++) {
				distances[i][j] = (Math.min(i, j) == 0) ? Math.max(i, j) : next(distances, left, right, i, j);
			}
		}
		return distances[left.length()][right.length()];
	}

	private static int next(int[][] distances, String left, String right, int i, int j) {
		boolean same = left.charAt(i - 1) == right.charAt(j - 1);
		int result = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
		result = Math.min(result, distances[i - 1][j - 1] + (same ? 0 : 1));
		boolean swapped = i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
				&& left.charAt(i - 2) == right.charAt(j - 1);
		return swapped ? Math.min(result, distances[i - 2][j - 2] + 1) : result;
	}

}
