package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Template;
import io.embeddedgateway.text.Printable;

/**
 * A text with values of the request and of parts: <code>/orders/{id}</code>,
 * <code>{order.items[*].sku}</code>. Each value is escaped for the place where it lands.
 * A brace that stands for itself is doubled.
 */
public final class ValueTemplate {

	private static final int MOST_CHARACTERS = 16_384;

	private final String text;

	private final List<TextPart> parts;

	private final List<String> queryLiterals;

	private ValueTemplate(String text, List<TextPart> parts) {
		this.text = text;
		this.parts = parts;
		this.queryLiterals = parts.stream().map((part) -> encodeQuery(part.literal())).toList();
	}

	/**
	 * Parse a template of a query parameter or of a header. What is written in it is not
	 * encoded.
	 * @param text the text
	 * @return the template
	 * @throws IllegalArgumentException if a brace is not closed, a value is none, or
	 * there are control characters
	 */
	public static ValueTemplate of(String text) {
		List<TextPart> parts = TextPart.parse(text);
		if (parts.stream().anyMatch((part) -> part.literal().chars().anyMatch(Character::isISOControl))) {
			throw new IllegalArgumentException(
					"'" + Printable.of(text) + "' has a control character (shown as '?'). Write it without");
		}
		parts.forEach((part) -> checkUnicode(text, part.literal()));
		return new ValueTemplate(text, parts);
	}

	private static void checkUnicode(String text, String literal) {
		if (!isUnicode(literal)) {
			throw new IllegalArgumentException("'" + text + "' has half a character. Write proper Unicode");
		}
	}

	/**
	 * Parse a template of a path. What is written in it is percent-encoded.
	 * @param text the text, which begins with a slash and has no query
	 * @return the template
	 * @throws IllegalArgumentException if a brace is not closed, a value is none, or it
	 * is no path
	 */
	public static ValueTemplate ofPath(String text) {
		List<TextPart> parts = TextPart.parse(text);
		PathText.check(text, parts);
		return new ValueTemplate(text, parts);
	}

	/**
	 * The values in it.
	 * @return the references, in the order in which they stand
	 */
	List<Reference> references() {
		return TextPart.references(this.parts);
	}

	/**
	 * Fill in the values. Numbers are written with all their digits, never with an
	 * exponent. The elements of an array are joined by commas, after each was escaped.
	 * @param values the values, decoded
	 * @param place where the result will stand
	 * @return the text, or {@code null} if a value is missing; besides, in a query and in
	 * a header, if it is {@code null} or an array without any element but {@code null}
	 * @throws UnsuitableValueException if a value can't stand there: an object, an array
	 * of others than single values, a number of more than 100 digits; in a path what is
	 * {@code null} or empty or would change its structure; in a header control
	 * characters; or if the text would have more than 16384 characters
	 */
	@Nullable String expand(Values values, Template.Place place) {
		StringBuilder result = new StringBuilder(this.text.length() + 16);
		for (int i = 0; i < this.parts.size(); i++) {
			Reference reference = this.parts.get(i).reference();
			if (reference == null) {
				result.append(literal(i, place));
				continue;
			}
			JsonNode node = values.of(reference);
			if (node == null || node.isMissingNode()) {
				return null;
			}
			try {
				if (!append(node, place, result)) {
					return null;
				}
			}
			catch (UnsuitableValueException ex) {
				throw new UnsuitableValueException("'{" + reference.text() + "}' " + ex.getMessage());
			}
		}
		if (place == Template.Place.PATH) {
			PathText.checkExpanded(result);
		}
		return result.toString();
	}

	private String literal(int index, Template.Place place) {
		return switch (place) {
			case PATH -> this.parts.get(index).literal();
			case QUERY -> this.queryLiterals.get(index);
			case HEADER -> place.escape(this.parts.get(index).literal());
		};
	}

	private static boolean append(JsonNode node, Template.Place place, StringBuilder result) {
		boolean any = node.isArray() ? appendAll(node, place, result) : appendOne(node, place, result);
		if (!any && place == Template.Place.PATH) {
			throw new UnsuitableValueException("is null or an empty array, which can't be a segment of a path");
		}
		return any;
	}

	private static boolean appendOne(JsonNode node, Template.Place place, StringBuilder result) {
		String text = ScalarText.of(node);
		if (text != null) {
			append(text, place, result);
		}
		return text != null;
	}

	private static boolean appendAll(JsonNode array, Template.Place place, StringBuilder result) {
		List<String> texts = ScalarText.all(array);
		if (place == Template.Place.PATH && texts.size() < array.size()) {
			throw new UnsuitableValueException("has an element that is null, which can't stand in a path");
		}
		String separator = "";
		for (String text : texts) {
			if (place == Template.Place.HEADER && text.indexOf(',') >= 0) {
				throw new UnsuitableValueException("has an element with a comma, which a header would show as two");
			}
			result.append(separator);
			append(text, place, result);
			separator = ",";
		}
		return !texts.isEmpty();
	}

	private static void append(String value, Template.Place place, StringBuilder result) {
		if (value.length() > MOST_CHARACTERS - result.length()) {
			throw new UnsuitableValueException("makes a text of more than " + MOST_CHARACTERS + " characters");
		}
		if (!isUnicode(value)) {
			throw new UnsuitableValueException("has half a character");
		}
		if (place == Template.Place.PATH) {
			PathText.checkValue(value);
		}
		try {
			result.append(place.escape(value));
		}
		catch (BadRequestException ex) {
			throw new UnsuitableValueException("has a control character, which can't stand in a header");
		}
		if (result.length() > MOST_CHARACTERS) {
			throw new UnsuitableValueException("makes a text of more than " + MOST_CHARACTERS + " characters");
		}
	}

	private static String encodeQuery(String literal) {
		// To many servers '+' is a blank, and ';' separates parameters
		return UriUtils.encodeQueryParam(literal, StandardCharsets.UTF_8).replace("+", "%2B").replace(";", "%3B");
	}

	private static boolean isUnicode(String text) {
		for (int i = 0; i < text.length(); i++) {
			char current = text.charAt(i);
			if (Character.isSurrogate(current)) {
				i++;
				if (i == text.length() || !Character.isSurrogatePair(current, text.charAt(i))) {
					return false;
				}
			}
		}
		return true;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ValueTemplate template && this.text.equals(template.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/**
	 * The text of this template.
	 * @return the text as it was written
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
