package io.embeddedgateway.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.embeddedgateway.routing.RouteProblem;
import io.embeddedgateway.routing.RouteTableException;

/**
 * Says what is wrong with routes that came from elsewhere than the configuration.
 */
final class RouteTableFailureAnalyzer extends AbstractFailureAnalyzer<RouteTableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RouteTableException cause) {
		StringBuilder description = new StringBuilder("These routes can't be used:\n");
		for (RouteProblem problem : cause.problems()) {
			description.append("\n- ").append(problem);
		}
		return new FailureAnalysis(description.toString(), "Correct these routes, then start again.", cause);
	}

}
