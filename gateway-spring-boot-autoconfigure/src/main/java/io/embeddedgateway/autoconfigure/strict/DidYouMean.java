package io.embeddedgateway.autoconfigure.strict;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What to write instead of a name that does not exist.
 */
public final class DidYouMean {

	private static final int LISTED = 12;

	private DidYouMean() {
	}

	/**
	 * Suggest the name that was most likely meant, or else say which names there are.
	 * @param written the name that does not exist
	 * @param known the names that do
	 * @return one sentence
	 */
	public static String among(String written, Collection<String> known) {
		String closest = Spelling.closest(written, known);
		if (closest != null) {
			return "Did you mean '" + closest + "'?";
		}
		return known.isEmpty() ? "There is none." : "There is " + list(new TreeSet<>(known)) + ".";
	}

	static String list(Collection<String> names) {
		List<String> quoted = names.stream().map((name) -> "'" + name + "'").toList();
		if (quoted.size() > LISTED) {
			return String.join(", ", quoted.subList(0, LISTED)) + " and " + (quoted.size() - LISTED) + " more";
		}
		int last = quoted.size() - 1;
		String start = String.join(", ", quoted.subList(0, last));
		return start.isEmpty() ? quoted.get(last) : start + " and " + quoted.get(last);
	}

}
