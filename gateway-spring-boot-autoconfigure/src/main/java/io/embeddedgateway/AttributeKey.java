package io.embeddedgateway;

import org.jspecify.annotations.Nullable;

/**
 * The typed key of a value that is attached to a {@link GatewayExchange}. Keys are
 * compared by identity, so a feature that keeps its constant to itself shares its value
 * with nobody.
 *
 * @param <T> the type of the value
 */
public final class AttributeKey<T> {

	private final String name;

	private final Class<T> type;

	private final boolean ofRequest;

	private AttributeKey(String name, Class<T> type, boolean ofRequest) {
		this.name = name;
		this.type = type;
		this.ofRequest = ofRequest;
	}

	/**
	 * Create a new key, different from all others.
	 * @param <T> the type of the value
	 * @param name a name for diagnostics
	 * @param type the type of the value
	 * @return the key
	 */
	public static <T> AttributeKey<T> of(String name, Class<T> type) {
		return new AttributeKey<>(name, type, false);
	}

	/**
	 * Create a new key for something about the request, which stays true when the request
	 * is led to another route.
	 * @param <T> the type of the value
	 * @param name a name for diagnostics
	 * @param type the type of the value
	 * @return the key
	 */
	public static <T> AttributeKey<T> ofRequest(String name, Class<T> type) {
		return new AttributeKey<>(name, type, true);
	}

	boolean isOfRequest() {
		return this.ofRequest;
	}

	@Nullable T cast(@Nullable Object value) {
		return this.type.cast(value);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
