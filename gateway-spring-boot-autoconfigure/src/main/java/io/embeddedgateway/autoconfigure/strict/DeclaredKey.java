package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.Origin;

/**
 * One key in one source.
 *
 * @param name the name of the property
 * @param written the key as written
 * @param value the value as written
 * @param origin where it is written, or {@code null} if that is not known
 * @param source the precedence of the source; the lowest wins
 */
record DeclaredKey(ConfigurationPropertyName name, String written, Object value, @Nullable Origin origin, int source) {

	boolean hasValue() {
		return !this.value.toString().isEmpty();
	}

	/**
	 * The first name within the key that lost characters, because names outside of
	 * brackets have none but letters, digits, dashes and underscores.
	 * @param from the index of the first element of the name that is looked at
	 * @return the name as written, or {@code null} if none lost any
	 */
	@Nullable String shortened(int from) {
		String rest = this.written;
		String shortened = null;
		for (int index = this.name.getNumberOfElements() - 1; index >= from; index--) {
			String element = this.name.getElement(index, Form.ORIGINAL);
			if (rest.endsWith("[" + element + "]")) {
				rest = rest.substring(0, rest.length() - element.length() - 2);
				continue;
			}
			int start = rest.lastIndexOf('.');
			String name = rest.substring(start + 1);
			shortened = name.equals(element) ? shortened : name;
			rest = rest.substring(0, Math.max(0, start));
		}
		return shortened;
	}

}
