package io.embeddedgateway;

import org.jspecify.annotations.Nullable;

/**
 * Draws a value from a request: a key, a tier, a part of a template.
 */
@FunctionalInterface
public interface Selector {

	/**
	 * Draw the value.
	 * @param exchange the exchange
	 * @return the value, or {@code null} if the request has none
	 */
	@Nullable String select(GatewayExchange exchange);

	/**
	 * The selector for a text: {@code principal}, {@code client-ip}, {@code header:Name},
	 * {@code query:name}, {@code cookie:name}, {@code claim:name} or {@code path:name}.
	 * @param text the text
	 * @return the selector
	 * @throws IllegalArgumentException if the text is none of these
	 */
	static Selector of(String text) {
		int colon = text.indexOf(':');
		String source = (colon < 0) ? text : text.substring(0, colon);
		String name = (colon < 0) ? "" : text.substring(colon + 1).trim();
		Selector selector = (colon < 0) ? Selectors.plain(source) : Selectors.named(source, name);
		if (selector == null || (colon >= 0 && name.isEmpty())) {
			throw new IllegalArgumentException("'" + text + "' does not say where to take the value from. Write "
					+ "'principal', 'client-ip', 'header:Name', 'query:name', 'cookie:name', 'claim:name' or "
					+ "'path:name'");
		}
		return selector;
	}

}
