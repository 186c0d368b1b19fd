package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * One key in one source.
 *
 * @param name the name of the property
 * @param value the value as written
 * @param origin where it is written, or {@code null} if that is not known
 * @param source the precedence of the source; the lowest wins
 */
record DeclaredKey(ConfigurationPropertyName name, Object value, @Nullable Origin origin, int source) {

	boolean hasValue() {
		return !this.value.toString().isEmpty();
	}

}
