package io.embeddedgateway.autoconfigure.strict;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Converts numbers and booleans to types with a {@code public static of(String)}, as the
 * binder already does for text: in YAML, {@code 2} and {@code true} are no text.
 */
public final class ShortFormConverter implements ConditionalGenericConverter {

	/**
	 * What other types make of numbers is not for this library to say.
	 */
	private static final String OURS = "io.embeddedgateway.";

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return Set.of(new ConvertiblePair(Number.class, Object.class),
				new ConvertiblePair(Boolean.class, Object.class));
	}

	@Override
	public boolean matches(TypeDescriptor sourceType, TypeDescriptor targetType) {
		return targetType.getType().getName().startsWith(OURS) && Shape.Block.shortForm(targetType.getType());
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
		Method factory = ClassUtils.getMethod(targetType.getType(), "of", String.class);
		ReflectionUtils.makeAccessible(factory);
		try {
			return ReflectionUtils.invokeMethod(factory, null, String.valueOf(source));
		}
		catch (RuntimeException ex) {
			throw new ConversionFailedException(sourceType, targetType, source, ex);
		}
	}

}
