package io.embeddedgateway;

import java.util.Locale;
import java.util.Set;

/**
 * Which names of headers there can be, and which of them only the gateway writes.
 */
public final class HeaderNames {

	private static final Set<String> FRAMING = Set.of("connection", "content-length", "keep-alive", "proxy-connection",
			"te", "trailer", "transfer-encoding", "upgrade");

	private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

	private HeaderNames() {
	}

	/**
	 * Whether a text can be the name of a header.
	 * @param text the text
	 * @return {@code true} for a token (RFC 9110 §5.6.2)
	 */
	public static boolean isToken(String text) {
		return !text.isEmpty() && text.chars()
			.allMatch((current) -> (current >= 'a' && current <= 'z') || (current >= 'A' && current <= 'Z')
					|| (current >= '0' && current <= '9') || SYMBOLS.indexOf(current) >= 0);
	}

	/**
	 * Whether a header belongs to the connection or frames the body.
	 * @param name the name
	 * @return whether it does
	 */
	public static boolean isFraming(String name) {
		return FRAMING.contains(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Whether a header says from where a request came.
	 * @param name the name
	 * @return {@code true} for {@code Forwarded} and {@code X-Forwarded-*}
	 */
	public static boolean isForwarded(String name) {
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return lowerCase.equals("forwarded") || lowerCase.startsWith("x-forwarded-");
	}

	/**
	 * Whether only the gateway writes a header of requests.
	 * @param name the name
	 * @return whether it does
	 */
	public static boolean isReserved(String name) {
		return isFraming(name) || isForwarded(name) || name.equalsIgnoreCase("host");
	}

}
