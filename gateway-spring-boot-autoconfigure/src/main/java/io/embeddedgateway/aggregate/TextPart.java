package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a text with values: either what is written, or a reference.
 *
 * @param literal what is written, empty for a reference
 * @param reference the reference, or {@code null}
 */
record TextPart(String literal, @Nullable Reference reference) {

	private static final int MOST_CHARACTERS = 100_000;

	/**
	 * Take a text apart. A brace that stands for itself is doubled. The brace that ends a
	 * reference is the first one that is not between quotes in brackets.
	 * @param text the text
	 * @return its parts, none of them empty
	 * @throws IllegalArgumentException if a brace is not closed, or a reference is none
	 */
	static List<TextPart> parse(String text) {
		if (text.length() > MOST_CHARACTERS) {
			throw new IllegalArgumentException("'" + text.substring(0, 40) + "...' has " + text.length()
					+ " characters. Write at most " + MOST_CHARACTERS);
		}
		List<TextPart> parts = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		int index = 0;
		while (index < text.length()) {
			char current = text.charAt(index);
			boolean doubled = index + 1 < text.length() && text.charAt(index + 1) == current;
			if ((current == '{' || current == '}') && doubled) {
				literal.append(current);
				index += 2;
			}
			else if (current == '}') {
				throw new IllegalArgumentException(
						"'" + text + "' has a '}' that is not opened. Write '}}' for a brace");
			}
			else if (current == '{') {
				int end = end(text, index + 1);
				addLiteral(literal, parts);
				parts.add(new TextPart("", Reference.parse(text.substring(index + 1, end))));
				index = end + 1;
			}
			else {
				literal.append(current);
				index++;
			}
		}
		addLiteral(literal, parts);
		return List.copyOf(parts);
	}

	/**
	 * The references among parts.
	 * @param parts the parts
	 * @return the references, in the order in which they stand
	 */
	static List<Reference> references(List<TextPart> parts) {
		return parts.stream().map(TextPart::reference).filter(Objects::nonNull).toList();
	}

	private static void addLiteral(StringBuilder literal, List<TextPart> parts) {
		if (!literal.isEmpty()) {
			parts.add(new TextPart(literal.toString(), null));
			literal.setLength(0);
		}
	}

	private static int end(String text, int start) {
		int index = start;
		while (index < text.length()) {
			char current = text.charAt(index);
			if (current == '}') {
				return index;
			}
			index = (current == '[') ? behindQuotes(text, index + 1) : index + 1;
		}
		throw new IllegalArgumentException(
				"'" + text + "' has a '{' that is not closed. Write '}' behind the value, or '{{' for a brace");
	}

	private static int behindQuotes(String text, int start) {
		int index = start;
		while (index < text.length() && text.charAt(index) == ' ') {
			index++;
		}
		char quote = (index < text.length()) ? text.charAt(index) : 0;
		if (quote != '\'' && quote != '"') {
			return index;
		}
		index++;
		while (index < text.length() && text.charAt(index) != quote) {
			index += (text.charAt(index) == '\\') ? 2 : 1;
		}
		return index + 1;
	}

}
