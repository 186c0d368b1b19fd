package io.embeddedgateway.autoconfigure;

import java.util.stream.StreamSupport;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is a {@code gateway.trace-header}, in short or in full.
 */
final class OnTraceHeaderCondition extends SpringBootCondition {

	private static final ConfigurationPropertyName HEADER = ConfigurationPropertyName.of("gateway.trace-header");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean declared = StreamSupport
			.stream(ConfigurationPropertySources.get(context.getEnvironment()).spliterator(), false)
			.anyMatch(OnTraceHeaderCondition::isIn);
		ConditionMessage.Builder message = ConditionMessage.forCondition("gateway trace header");
		return declared ? ConditionOutcome.match(message.because("'" + HEADER + "' is there"))
				: ConditionOutcome.noMatch(message.because("there is no '" + HEADER + "'"));
	}

	private static boolean isIn(ConfigurationPropertySource source) {
		return source.getConfigurationProperty(HEADER) != null
				|| source.containsDescendantOf(HEADER) == ConfigurationPropertyState.PRESENT;
	}

}
