package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says once when an application has started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupReportTests {

	private static final String YAML = """
			gateway:
			  startup-report: %s
			  sticky-key: sticky-s3cret-sticky-s3cret-sticky-s3cret
			  auth:
			    main: {opaque: {introspection-uri: "https://id.example.com/i", client-id: me, client-secret: client-s3cret}}
			  defaults: {auth: none}
			  services:
			    checked: {instances: "http://127.0.0.1:1, http://127.0.0.1:2", health-check: {type: tcp}}
			    unchecked: {instances: "http://127.0.0.1:1, http://127.0.0.1:2"}
			    part: {instances: "http://127.0.0.1:1"}
			    single: {instances: "http://127.0.0.1:1"}
			    idle: {instances: "http://127.0.0.1:1"}
			  routes:
			    checked: {path: /checked, service: checked, auth: required, rate-limit: 7/1s}
			    unchecked: {path: /unchecked, service: unchecked, auth: none}
			    single: {path: /single/**, service: single}
			    early: {path: /early/**, order: -1, service: single, auth: none}
			    never: {path: "/early/never/{id}", service: single, auth: none}
			    page: {path: /page, auth: none, aggregate: {parts: {one: part /one}}}
			""";

	@Test
	void routesAndProbableMistakesAreLoggedOnce(CapturedOutput output) {
		try (GatewayApp app = GatewayApp.start(YAML.formatted("true"))) {
			assertThat(app.port()).isPositive();
		}
		assertThat(output).containsOnlyOnce("6 routes, most specific first:")
			.containsPattern("\\n +checked +/checked +service checked +required +7/1s +")
			.containsPattern("\\n +page +/page +aggregate +none +- +")
			.containsOnlyOnce("Everyone may use the route 'single', because 'gateway.defaults.auth'")
			.containsOnlyOnce("Nobody checks the instances of the service 'unchecked', though")
			.containsOnlyOnce("No route uses the service 'idle'. Remove")
			.containsOnlyOnce("is never reached at '/early/never/{id}': route 'early'")
			.doesNotContain("s3cret");
	}

	@Test
	void reportCanBeSwitchedOff(CapturedOutput output) {
		try (GatewayApp app = GatewayApp.start(YAML.formatted("false"))) {
			assertThat(app.context().getBeansOfType(StartupReport.class)).isEmpty();
		}
		assertThat(output).doesNotContain("most specific first", "No route uses");
	}

}
