package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there are services that the application can't do without.
 */
final class OnRequiredServicesCondition extends SpringBootCondition {

	/**
	 * The property that names them.
	 */
	static final String REQUIRED = "gateway.health.required-services";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<String> required = Binder.get(context.getEnvironment())
			.bind(REQUIRED, Bindable.listOf(String.class))
			.orElse(List.of());
		ConditionMessage.Builder message = ConditionMessage.forCondition("gateway required services");
		return required.isEmpty() ? ConditionOutcome.noMatch(message.because("there is no '" + REQUIRED + "'"))
				: ConditionOutcome.match(message.because("'" + REQUIRED + "' names " + required));
	}

}
