package io.embeddedgateway.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is anything under {@code gateway.usage}.
 */
final class OnUsageCondition extends SpringBootCondition {

	/**
	 * The block that switches metering on.
	 */
	static final String USAGE = "gateway.usage";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean declared = Binder.get(context.getEnvironment())
			.bind(USAGE, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.size() > 0;
		ConditionMessage.Builder message = ConditionMessage.forCondition("gateway usage");
		return declared ? ConditionOutcome.match(message.because("'" + USAGE + "' is there"))
				: ConditionOutcome.noMatch(message.because("there is no '" + USAGE + "'"));
	}

}
