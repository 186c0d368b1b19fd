package io.embeddedgateway.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.ClassUtils;

/**
 * Says how a servlet application becomes reactive.
 */
class ReactiveWebApplicationRequiredFailureAnalyzer
		extends AbstractFailureAnalyzer<ReactiveWebApplicationRequiredException> {

	private static final String WEB_MVC = "org.springframework.web.servlet.DispatcherServlet";

	private final ClassLoader classLoader;

	ReactiveWebApplicationRequiredFailureAnalyzer() {
		this(ReactiveWebApplicationRequiredFailureAnalyzer.class.getClassLoader());
	}

	ReactiveWebApplicationRequiredFailureAnalyzer(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ReactiveWebApplicationRequiredException cause) {
		String reason = ClassUtils.isPresent(WEB_MVC, this.classLoader)
				? " Spring MVC is on the classpath beside Spring WebFlux, and Spring Boot prefers it." : "";
		String action = """
				Do one of these:
				- Set 'spring.main.web-application-type: reactive' to run on Spring WebFlux with both on the classpath.
				- Remove 'spring-boot-starter-webmvc' from the dependencies, and what else brings Spring MVC.
				- Set 'gateway.enabled: false' to start without the gateway.""";
		return new FailureAnalysis(cause.getMessage() + reason, action, cause);
	}

}
