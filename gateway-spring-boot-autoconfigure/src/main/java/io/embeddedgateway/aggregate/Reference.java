package io.embeddedgateway.aggregate;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.Selector;

/**
 * What stands between braces: a value of the request, or of an earlier part.
 *
 * @param text the text as it was written, without braces
 * @param source where the value is from
 * @param name the name of the part or of the path variable, or empty
 * @param selector draws the value from the request, or {@code null} if it is from
 * elsewhere
 * @param path the way within a JSON value
 */
record Reference(String text, Source source, String name, @Nullable Selector selector, JsonPath path) {

	private static final Set<String> OF_REQUEST = Set.of("header", "query", "cookie", "claim");

	private static final Set<String> PLAIN = Set.of("principal", "client-ip");

	private static final String BODY = "body";

	private static final String ITEM = "item";

	/**
	 * A reference with its braces.
	 * @param text a text such as {@code {order.items}}
	 * @return the reference
	 * @throws IllegalArgumentException if it is none
	 */
	static Reference of(String text) {
		if (text.length() < 3 || text.charAt(0) != '{' || text.charAt(text.length() - 1) != '}') {
			throw new IllegalArgumentException(
					"'" + text + "' is no value. Write one between braces, such as '{order.items}'");
		}
		return parse(text.substring(1, text.length() - 1));
	}

	/**
	 * A reference without its braces.
	 * @param text a text such as {@code order.items}
	 * @return the reference
	 * @throws IllegalArgumentException if it is none
	 */
	static Reference parse(String text) {
		int end = 0;
		while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
			end++;
		}
		String head = text.substring(0, end);
		String rest = text.substring(end);
		if (PLAIN.contains(text)) {
			return new Reference(text, Source.REQUEST, "", Selector.of(text), JsonPath.ROOT);
		}
		if (OF_REQUEST.contains(head) && rest.length() > 1 && rest.charAt(0) == '.') {
			return new Reference(text, Source.REQUEST, "", Selector.of(head + ":" + rest.substring(1)), JsonPath.ROOT);
		}
		if (head.isEmpty() || !head.equals(head.strip()) || OF_REQUEST.contains(head) || PLAIN.contains(head)) {
			throw new IllegalArgumentException("'{" + text
					+ "}' is no value. Write a variable of the path, a part with a path into it such as '{order.items[0].sku}', "
					+ "'{body.field}', '{header.Name}', '{query.name}', '{cookie.name}', '{claim.name}', '{principal}' or '{client-ip}'");
		}
		JsonPath path = JsonPath.of(rest);
		return switch (head) {
			case BODY -> new Reference(text, Source.BODY, "", null, path);
			case ITEM -> new Reference(text, Source.ITEM, "", null, path);
			default -> new Reference(text, Source.NAMED, head, null, path);
		};
	}

	static boolean isReserved(String name) {
		return reserved().contains(name);
	}

	static Set<String> reserved() {
		Set<String> reserved = new TreeSet<>(OF_REQUEST);
		reserved.addAll(PLAIN);
		reserved.add(BODY);
		reserved.add(ITEM);
		return reserved;
	}

	/**
	 * Where a value is from.
	 */
	enum Source {

		/**
		 * The request of the client, but for its body and its path.
		 */
		REQUEST,

		/**
		 * The body of the request of the client.
		 */
		BODY,

		/**
		 * The element for which a part is called.
		 */
		ITEM,

		/**
		 * A part, or a variable of the path of the route.
		 */
		NAMED

	}

}
