package io.embeddedgateway.relay;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

import io.embeddedgateway.Caller;

/**
 * What is known about callers as texts.
 */
final class ClaimText {

	private static final String COMMA = ",";

	private ClaimText() {
	}

	/**
	 * Something that is known about a caller.
	 * @param caller the caller
	 * @param name {@code principal}, {@code client}, {@code scopes} or {@code roles}, or
	 * else the name of a claim
	 * @return its text, or {@code null} if it is not known
	 */
	static @Nullable String of(Caller caller, String name) {
		// Claims are what somebody says: they never stand for what was verified
		return switch (name) {
			case "principal" -> caller.name();
			case "client" -> caller.client();
			case "scopes" -> join(new TreeSet<>(caller.scopes()), " ");
			case "roles" -> join(new TreeSet<>(caller.roles()), COMMA);
			default -> text(caller.claim(name));
		};
	}

	private static @Nullable String text(@Nullable Object claim) {
		if (claim instanceof Collection<?> elements) {
			return join(elements, COMMA);
		}
		return (claim != null) ? claim.toString() : null;
	}

	private static String join(Collection<?> elements, String separator) {
		return elements.stream()
			.map((element) -> element(String.valueOf(element), separator.charAt(0)))
			.collect(Collectors.joining(separator));
	}

	// So that one element never reads as two
	private static String element(String text, char separator) {
		boolean plain = text.chars().noneMatch((current) -> isEncoded(current, separator));
		if (plain) {
			return text;
		}
		StringBuilder result = new StringBuilder(text.length() + 8);
		text.codePoints().forEach((current) -> {
			String character = Character.toString(current);
			result
				.append(isEncoded(current, separator) ? UriUtils.encode(character, StandardCharsets.UTF_8) : character);
		});
		return result.toString();
	}

	private static boolean isEncoded(int current, char separator) {
		return current == separator || Character.isISOControl(current);
	}

}
