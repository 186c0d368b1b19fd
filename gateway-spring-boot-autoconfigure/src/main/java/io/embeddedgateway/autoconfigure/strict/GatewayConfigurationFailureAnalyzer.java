package io.embeddedgateway.autoconfigure.strict;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Prints all mistakes in the configuration. It comes before Boot's own analyzers, which
 * would explain the exceptions around ours.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class GatewayConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<GatewayConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, GatewayConfigurationException cause) {
		String action = (cause.problems().size() == 1) ? "Correct this property, then start again."
				: "Correct these properties, then start again. These are all the problems that were found.";
		return new FailureAnalysis(String.valueOf(cause.getMessage()), action, cause);
	}

}
