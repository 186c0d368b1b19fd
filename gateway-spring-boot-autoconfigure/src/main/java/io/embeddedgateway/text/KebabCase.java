package io.embeddedgateway.text;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes the constants of enums as they stand in YAML, and therefore also in meters,
 * logs, endpoints and messages: {@code LEAST_REQUESTS} is {@code least-requests}.
 */
public final class KebabCase {

	/**
	 * The texts of all constants of an enum, made once.
	 */
	private static final ClassValue<String[]> TEXTS = new ClassValue<>() {

		@Override
		protected String[] computeValue(Class<?> type) {
			return Stream.of(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toArray(String[]::new);
		}

	};

	private KebabCase() {
	}

	/**
	 * A constant in kebab-case. Costs no more than a look into an array.
	 * @param constant the constant
	 * @return its name in lower case, with hyphens
	 */
	// The array is of all constants in their order, and lives no longer than the enum
	@SuppressWarnings("EnumOrdinal")
	public static String of(Enum<?> constant) {
		return TEXTS.get(constant.getDeclaringClass())[constant.ordinal()];
	}

}
