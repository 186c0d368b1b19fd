package io.embeddedgateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A text with values from the request: <code>/v1/orders/{rest}</code>. A value is a path
 * variable (<code>{id}</code>), <code>{header.Name}</code>, <code>{query.name}</code>,
 * <code>{cookie.name}</code>, <code>{claim.name}</code>, <code>{principal}</code> or
 * <code>{client-ip}</code>, and is always escaped for the place it lands in. A brace that
 * stands for itself is doubled.
 */
public final class Template {

	private static final Set<String> SOURCES = Set.of("header", "query", "cookie", "claim");

	private final String text;

	private final List<Part> parts;

	private Template(String text, List<Part> parts) {
		this.text = text;
		this.parts = List.copyOf(parts);
	}

	/**
	 * Parse a template.
	 * @param text the text
	 * @return the template
	 * @throws IllegalArgumentException if a brace is not closed, or a source is unknown
	 */
	public static Template of(String text) {
		List<Part> parts = new ArrayList<>();
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
				int end = text.indexOf('}', index);
				if (end < 0) {
					throw new IllegalArgumentException("'" + text + "' has a '{' that is not closed");
				}
				parts.add(Part.literal(literal.toString()));
				literal.setLength(0);
				parts.add(variable(text, text.substring(index + 1, end)));
				index = end + 1;
			}
			else {
				literal.append(current);
				index++;
			}
		}
		parts.add(Part.literal(literal.toString()));
		parts.removeIf((part) -> part.selector() == null && part.literal().isEmpty());
		return new Template(text, parts);
	}

	private static Part variable(String text, String name) {
		int dot = name.indexOf('.');
		if (name.equals("principal") || name.equals("client-ip")) {
			return new Part("", null, Selector.of(name));
		}
		if (dot < 0 && !name.isBlank()) {
			return new Part("", name, Selector.of("path:" + name));
		}
		String source = (dot < 0) ? name : name.substring(0, dot);
		if (!SOURCES.contains(source) || dot == name.length() - 1) {
			throw new IllegalArgumentException("'{" + name + "}' in '" + text
					+ "' is not a value of the request. Write "
					+ "a variable of the path, '{header.Name}', '{query.name}', '{cookie.name}', '{claim.name}', "
					+ "'{principal}' or '{client-ip}'");
		}
		return new Part("", null, Selector.of(source + ":" + name.substring(dot + 1)));
	}

	/**
	 * Check that the paths of a route have all path variables that this template needs.
	 * @param route the route
	 * @throws IllegalArgumentException if one is missing
	 */
	public void check(Route route) {
		Set<String> known = route.pathVariableNames();
		for (Part part : this.parts) {
			if (part.name() != null && !known.contains(part.name())) {
				throw new IllegalArgumentException(
						"'{" + part.name() + "}' in '" + this.text + "' is not a variable of the path. "
								+ (known.isEmpty() ? "The path has no variables" : "There is " + new TreeSet<>(known)));
			}
		}
	}

	/**
	 * Fill in the values.
	 * @param exchange the exchange to take them from
	 * @param place where the result will stand
	 * @return the text, or {@code null} if the request lacks one of the values
	 * @throws BadRequestException if a value can't stand in this place
	 */
	public @Nullable String expand(GatewayExchange exchange, Place place) {
		StringBuilder result = new StringBuilder(this.text.length() + 16);
		for (Part part : this.parts) {
			if (part.selector() == null) {
				result.append(part.literal());
			}
			else if (place == Place.PATH && part.name() != null) {
				String raw = exchange.rawPathVariables().get(part.name());
				if (raw == null && !part.name().equals(Route.REST)) {
					return null;
				}
				appendRaw(result, (raw != null) ? raw : "");
			}
			else {
				String value = part.selector().select(exchange);
				if (value == null || (place == Place.PATH && value.isEmpty())) {
					return null;
				}
				result.append(place.escape(value));
			}
		}
		return (result.isEmpty() && this.text.startsWith("/")) ? "/" : result.toString();
	}

	private static void appendRaw(StringBuilder result, String raw) {
		boolean afterSlash = !result.isEmpty() && result.charAt(result.length() - 1) == '/';
		if (raw.isEmpty()) {
			// What '**' matched is empty for '/orders': then no slash stands before it
			result.setLength(afterSlash ? result.length() - 1 : result.length());
		}
		else {
			result.append(raw, (afterSlash && raw.charAt(0) == '/') ? 1 : 0, raw.length());
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Template template && this.text.equals(template.text);
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

	/**
	 * Where the text of a template stands, which decides how values are escaped.
	 */
	public enum Place {

		/**
		 * In a path: everything but unreserved characters (RFC 3986 §2.3) is
		 * percent-encoded, so that a value never changes the structure of the path.
		 */
		PATH,

		/**
		 * In the name or value of a query parameter: escaped as in a path.
		 */
		QUERY,

		/**
		 * In the value of a header (RFC 9110 §5.5): control characters are refused,
		 * characters beyond ASCII percent-encoded as UTF-8.
		 */
		HEADER;

		/**
		 * Escape a value for this place.
		 * @param value the value
		 * @return the value as it may stand there
		 * @throws BadRequestException if it can't stand there
		 */
		public String escape(String value) {
			return (this == HEADER) ? escapeHeader(value) : UriUtils.encode(value, StandardCharsets.UTF_8);
		}

		private static String escapeHeader(String value) {
			boolean ascii = true;
			for (int i = 0; i < value.length(); i++) {
				char current = value.charAt(i);
				if ((current < ' ' && current != '\t') || current == 0x7f) {
					throw new BadRequestException("A value of the request has characters that a header can't hold.");
				}
				ascii &= current < 0x7f;
			}
			return ascii ? value : encodeBeyondAscii(value);
		}

		private static String encodeBeyondAscii(String value) {
			StringBuilder result = new StringBuilder(value.length() * 3);
			value.codePoints().forEach((codePoint) -> {
				String character = Character.toString(codePoint);
				result.append((codePoint < 0x7f) ? character : UriUtils.encode(character, StandardCharsets.UTF_8));
			});
			return result.toString();
		}

	}

	private record Part(String literal, @Nullable String name, @Nullable Selector selector) {

		static Part literal(String literal) {
			return new Part(literal, null, null);
		}

	}

}
