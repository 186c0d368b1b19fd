package io.embeddedgateway.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

import io.embeddedgateway.Route;
import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user sees who made mistakes.
 */
@ExtendWith(OutputCaptureExtension.class)
class TeachingErrorsTests {

	@Test
	void allMistakesAreReportedAtOnce(CapturedOutput output) throws IOException {
		String yaml = resource("mistakes.yml");
		assertThatException().isThrownBy(() -> GatewayApp.start(yaml));
		assertThat(output).contains(resource("mistakes.txt").stripTrailing());
	}

	@Test
	void routeBeanWithAMistakeStopsTheStartAsWell(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  routes:
				    mine: {path: "/mine/{id}", respond: 410}
				""", RouteBeans.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(
					"route 'mine' has the same id as route 'mine' (application.yml, line 3). Give each route its own id")
			.contains("route 'lost' can't be used: There is no service 'nowhere'");
	}

	private static String resource(String name) throws IOException {
		return new ClassPathResource(name, TeachingErrorsTests.class).getContentAsString(StandardCharsets.UTF_8);
	}

	@Configuration(proxyBeanMethods = false)
	static class RouteBeans {

		@Bean
		Route mine() {
			return Route.builder("mine").path("/other").toUri("http://localhost:1");
		}

		@Bean
		Route lost() {
			return Route.builder("lost").path("/lost").toService("nowhere");
		}

	}

}
