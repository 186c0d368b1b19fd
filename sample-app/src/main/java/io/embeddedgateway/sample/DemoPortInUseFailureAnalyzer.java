package io.embeddedgateway.sample;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do about a port that is in use.
 */
class DemoPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<DemoPortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DemoPortInUseException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", "Stop what listens on port " + cause.port()
				+ ", or choose another port: --demo.ports." + cause.instance() + "=...", cause);
	}

}
