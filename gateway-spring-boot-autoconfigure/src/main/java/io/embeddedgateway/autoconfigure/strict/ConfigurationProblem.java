package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in the configuration.
 *
 * @param property the path of the property, such as {@code gateway.routes.orders.path}
 * @param message what is wrong and what to write
 * @param origin where it was written, such as {@code application.yml, line 12}, or
 * {@code null} if that is not known
 */
public record ConfigurationProblem(String property, String message, @Nullable String origin) {

	@Override
	public String toString() {
		return this.property + ((this.origin != null) ? " (" + this.origin + ")" : "") + ": " + this.message;
	}

}
