package io.embeddedgateway.autoconfigure.strict;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.embeddedgateway.text.KebabCase;

/**
 * Says how single values are written.
 */
final class Values {

	private static final Pattern USER_INFO = Pattern.compile("//[^/@]+@");

	private static final List<String> SECRETS = List.of("password", "secret", "token", "credentials");

	private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Byte.class, Short.class, Integer.class, Long.class);

	private Values() {
	}

	/**
	 * What is wrong with a value, or {@code null} if only the code that refused it knows.
	 * @param shown the value as it may be shown
	 * @param value the value
	 * @param boxable the type it should have
	 * @return two sentences, or {@code null}
	 */
	static @Nullable String refusal(String shown, Object value, Class<?> boxable) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(boxable);
		if (type.isEnum()) {
			String closest = Spelling.closest(value.toString(), constants(type));
			String correction = (closest != null) ? "Did you mean '" + closest + "'?" : "Write " + example(type) + ".";
			return shown + " is not a known value. " + correction;
		}
		String kind = kind(type);
		return (kind != null) ? "%s is not %s. Write %s.".formatted(shown, kind, example(type)) : null;
	}

	static String example(Class<?> boxable) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(boxable);
		if (type.isEnum()) {
			return "one of " + DidYouMean.list(constants(type));
		}
		if (type == Duration.class) {
			return "a number and a unit, such as '500ms', '5s' or '2m'";
		}
		if (type == DataSize.class) {
			return "a number and a unit, such as '64KB' or '10MB'";
		}
		if (type == URI.class) {
			return "a URI such as 'http://localhost:8081'";
		}
		if (type == Instant.class) {
			return "a time such as '2027-01-01T00:00:00Z'";
		}
		if (type == Boolean.class) {
			return "'true' or 'false'";
		}
		return Number.class.isAssignableFrom(type) ? "a number such as '10'" : "one value";
	}

	static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants()).map((constant) -> KebabCase.of((Enum<?>) constant)).toList();
	}

	static String show(ConfigurationPropertyName name, Object value) {
		String property = name.getLastElement(Form.UNIFORM);
		if (SECRETS.stream().anyMatch(property::endsWith)) {
			return "The value";
		}
		return "'" + USER_INFO.matcher(String.valueOf(value)).replaceAll("//******@") + "'";
	}

	private static @Nullable String kind(Class<?> type) {
		if (WHOLE_NUMBERS.contains(type)) {
			return "a whole number";
		}
		if (Number.class.isAssignableFrom(type)) {
			return "a number";
		}
		if (type == Duration.class) {
			return "a duration";
		}
		if (type == DataSize.class) {
			return "a data size";
		}
		if (type == URI.class) {
			return "a URI";
		}
		if (type == Instant.class) {
			return "a time";
		}
		return (type == Boolean.class) ? "true or false" : null;
	}

}
