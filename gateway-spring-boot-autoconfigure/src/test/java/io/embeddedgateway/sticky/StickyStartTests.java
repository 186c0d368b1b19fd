package io.embeddedgateway.sticky;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is said at the start about sticky sessions.
 */
@ExtendWith(OutputCaptureExtension.class)
class StickyStartTests {

	@Test
	void ownKeyIsSpokenOfOnce(CapturedOutput output) {
		String yaml = """
				gateway:
				  services:
				    orders: {instances: "http://a:1", sticky: cookie}
				  routes:
				    one: {path: /one, service: orders}
				    two: {path: /two, service: orders}
				""";
		try (GatewayApp gateway = GatewayApp.start(yaml)) {
			assertThat(gateway.port()).isPositive();
			assertThat(output.getOut().split("There is no 'gateway.sticky-key'", -1)).hasSize(2);
		}
	}

	@Test
	void mistakesStopTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  sticky-key: short and secret
				  services:
				    one: {instances: "http://a:1", sticky: "cookie:C"}
				    two: {instances: "http://a:1", sticky: {cookie: C, on-loss: fail}}
				    three: {instances: "http://a:1", sticky: coockie}
				    four: {instances: "http://a:1", sticky: {same-site: none, secure: never}}
				"""));
		assertThat(output).contains("gateway.sticky-key", "The key has 16 bytes. Write a secret of at least 32")
			.doesNotContain("short and secret")
			.contains("gateway.services.two.sticky",
					"The cookie 'C' is also that of service 'one', and clients keep only one")
			.contains("gateway.services.three.sticky",
					"'coockie' is no way to keep clients. Write 'cookie', 'cookie:NAME' or 'header:NAME'.")
			.contains("gateway.services.four.sticky", "Write 'secure: always'.");
	}

}
