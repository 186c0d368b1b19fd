package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.Route;
import io.embeddedgateway.forward.ForwardPolicy;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.upstream.ConnectionPolicy;
import io.embeddedgateway.upstream.TlsPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is said at the start about the TLS of services.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServiceTlsTests {

	@Test
	void insecureServiceIsNamedAtEachStart(CapturedOutput output) {
		String yaml = """
				gateway.services.careless: {instances: "https://localhost:1", insecure: true}
				""";
		for (int starts = 1; starts <= 2; starts++) {
			try (GatewayApp app = GatewayApp.start(yaml)) {
				assertThat(app.port()).isPositive();
				assertThat(output.getOut().split("Service 'careless' is insecure", -1)).hasSize(starts + 1);
			}
		}
	}

	@Test
	void settingsThatCanNotBeAppliedStopTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				spring.ssl.bundle.pem:
				  partners: {truststore: {certificate: "classpath:no-such-file.pem"}}
				gateway:
				  services:
				    unknown: {instances: "https://a:1", ssl-bundle: partner}
				    broken: {instances: "https://a:1", ssl-bundle: partners}
				    both: {instances: "https://a:1", ssl-bundle: partners, insecure: true}
				    no-tls: {instances: "http://a:1", insecure: true}
				    bundle-without-tls: {instances: "http://a:1", ssl-bundle: partners}
				    h2: {instances: "http://a:1", protocol: h2}
				    h2c: {instances: "https://a:1", protocol: h2c}
				"""));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("gateway.services.unknown.ssl-bundle",
					"There is no SSL bundle 'partner' under 'spring.ssl.bundle'. Did you mean 'partners'?")
			.contains("gateway.services.broken.ssl-bundle", "SSL bundle 'partners' can't be used: ")
			.contains("gateway.services.both", "Has both 'ssl-bundle' and 'insecure'. Remove one.")
			.contains("gateway.services.no-tls.insecure", "gateway.services.bundle-without-tls.ssl-bundle",
					"Has no effect, because no instance has 'https'. Write 'https' for the instances, or remove it.")
			.contains("'h2' is HTTP/2 over TLS, but 'http://a:1' has no TLS. Write 'protocol: h2c', or 'https' for the "
					+ "instance.")
			.contains("'h2c' is HTTP/2 without TLS, but 'https://a:1' has TLS. Write 'protocol: h2', or 'http' for the "
					+ "instance.");
	}

	@Test
	void serviceBeanWithAnUnknownBundleStopsTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("", ServiceBean.class));
		assertThat(output).contains("there is no SSL bundle 'nowhere'. Declare it under 'spring.ssl.bundle'");
	}

	@Configuration(proxyBeanMethods = false)
	static class ServiceBean {

		@Bean
		Service secret() {
			return Service.builder("secret")
				.instances("https://localhost:1")
				.with(ForwardPolicy.DEFAULT
					.withConnections(ConnectionPolicy.DEFAULT.withTls(new TlsPolicy("nowhere", false))))
				.build();
		}

		@Bean
		Route toSecret() {
			return Route.builder("secret").path("/secret").toService("secret");
		}

	}

}
