package io.embeddedgateway.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how a servlet application becomes reactive.
 */
class ReactiveWebApplicationRequiredFailureAnalyzer
		extends AbstractFailureAnalyzer<ReactiveWebApplicationRequiredException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ReactiveWebApplicationRequiredException cause) {
		String description = cause.getMessage()
				+ " Spring Boot starts one when Spring MVC is on the classpath, even beside Spring WebFlux.";
		String action = """
				Do one of these:
				- Set 'spring.main.web-application-type: reactive' to run on Spring WebFlux with both on the classpath.
				- Remove 'spring-boot-starter-webmvc' from the dependencies, and what else brings Spring MVC.
				- Set 'gateway.enabled: false' to start without the gateway.""";
		return new FailureAnalysis(description, action, cause);
	}

}
