package io.embeddedgateway.autoconfigure.strict;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Finds placeholders that the binder would leave in the value, because nothing defines
 * them.
 */
final class Placeholders {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)");

	private static final String ESCAPED = "\\${";

	private final Binder binder;

	Placeholders(Binder binder) {
		this.binder = binder;
	}

	/**
	 * The name that a placeholder in the value asks for in vain.
	 * @param key the key
	 * @return the name, or {@code null} if there is none
	 */
	@Nullable String missing(DeclaredKey key) {
		String written = key.value().toString();
		if (!written.contains("${") || written.contains(ESCAPED)) {
			return null;
		}
		Matcher matcher = PLACEHOLDER.matcher(resolve(key, written));
		return matcher.find() ? matcher.group(1) : null;
	}

	private String resolve(DeclaredKey key, String written) {
		try {
			return this.binder.bind(key.name(), Bindable.of(String.class)).orElse(written);
		}
		catch (BindException ex) {
			// A circle, for example: binding the property itself reports it
			return "";
		}
	}

}
