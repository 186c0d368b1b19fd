package io.embeddedgateway.autoconfigure.strict;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.beans.PropertyAccessException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Says what is wrong with a value that can't be bound.
 */
final class FailureMessages {

	private FailureMessages() {
	}

	static String describe(ConfigurationPropertyName name, Bindable<?> target, @Nullable ConfigurationProperty property,
			Exception error) {
		if (error instanceof UnboundConfigurationPropertiesException) {
			return "The elements of a list are numbered from [0] without a gap.";
		}
		ConversionFailedException conversion = innermostConversion(error);
		Object value = value(property, conversion);
		Class<?> type = (conversion != null) ? conversion.getTargetType().getType()
				: target.getType().resolve(Object.class);
		if (value != null && (conversion != null || error instanceof ConversionException)) {
			String refusal = Values.refusal(Values.show(name, value), value, type);
			if (refusal != null) {
				return refusal;
			}
		}
		String reason = reason(error).getMessage();
		if (reason != null && !(error instanceof ConversionException && conversion == null)) {
			return reason;
		}
		return (value != null)
				? "%s can't be understood. Write %s.".formatted(Values.show(name, value), Values.example(type))
				: "Something that is required is missing.";
	}

	static Throwable reason(Throwable error) {
		Throwable reason = error;
		while (reason.getCause() != null && isWrapper(reason)) {
			reason = reason.getCause();
		}
		return reason;
	}

	private static boolean isWrapper(Throwable error) {
		return error instanceof ConversionException || error instanceof BeanInstantiationException
				|| error instanceof BindException || error instanceof PropertyAccessException;
	}

	private static @Nullable Object value(@Nullable ConfigurationProperty property,
			@Nullable ConversionFailedException conversion) {
		if (conversion != null && conversion.getValue() != null) {
			return conversion.getValue();
		}
		return (property != null) ? property.getValue() : null;
	}

	private static @Nullable ConversionFailedException innermostConversion(Throwable error) {
		ConversionFailedException result = null;
		for (Throwable current = error; current != null; current = current.getCause()) {
			if (current instanceof ConversionFailedException conversion) {
				result = conversion;
			}
		}
		return result;
	}

}
