package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;

/**
 * Checks what a record can't check by itself, such as references from one record to
 * another.
 *
 * @param <T> the type at the root of the configuration
 */
@FunctionalInterface
public interface ConfigurationCheck<T> {

	/**
	 * Check the configuration. What failed to bind is missing in it, so ask
	 * {@link Problems#failed(String)} before reporting something as missing.
	 * @param bound the configuration, or {@code null} if the root itself can't be bound
	 * @param problems where to report mistakes
	 */
	void check(@Nullable T bound, Problems problems);

}
