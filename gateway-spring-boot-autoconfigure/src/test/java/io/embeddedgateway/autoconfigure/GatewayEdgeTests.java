package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;

import io.embeddedgateway.Route;
import io.embeddedgateway.cors.CorsFeature;
import io.embeddedgateway.cors.CorsPolicy;
import io.embeddedgateway.limits.AddressFeature;
import io.embeddedgateway.limits.AddressPolicy;
import io.embeddedgateway.routing.RouteTables;
import io.embeddedgateway.secureheaders.SecureHeadersFeature;
import io.embeddedgateway.secureheaders.SecureHeadersPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cross-origin rules, rules about addresses and secure headers, as an application
 * configures them.
 */
class GatewayEdgeTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
				GatewayTransformAutoConfiguration.class, GatewayCorsAutoConfiguration.class,
				GatewayLimitsAutoConfiguration.class, GatewaySecureHeadersAutoConfiguration.class))
		.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.respond=200");

	@Test
	void featuresAreThereAndRoutesHaveNoneOfThemByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CorsFeature.class)
				.hasSingleBean(AddressFeature.class)
				.hasSingleBean(SecureHeadersFeature.class);
			assertThat(route(context.getBean(RouteTables.class)).policies()).doesNotContain(CorsPolicy.class,
					AddressPolicy.class, SecureHeadersPolicy.class);
		});
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CorsFeature.class)
				.doesNotHaveBean(AddressFeature.class)
				.doesNotHaveBean(SecureHeadersFeature.class));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnFeatures.class)
			.run((context) -> assertThat(context).hasSingleBean(CorsFeature.class)
				.hasBean("ownCors")
				.hasSingleBean(AddressFeature.class)
				.hasBean("ownAddresses")
				.hasSingleBean(SecureHeadersFeature.class)
				.hasBean("ownHeaders"));
	}

	@Test
	void everyKeyArrives() {
		this.runner
			.withPropertyValues("gateway.routes.a.cors.origins=https://a.example, https://b.example",
					"gateway.routes.a.cors.origin-patterns=https://*.c.example",
					"gateway.routes.a.cors.methods=GET,PUT", "gateway.routes.a.cors.headers=X-A",
					"gateway.routes.a.cors.exposed-headers=X-B", "gateway.routes.a.cors.credentials=true",
					"gateway.routes.a.cors.max-age=5s", "gateway.routes.a.cors.private-network=true",
					"gateway.routes.a.addresses.allow=10.0.0.0/8, ::1", "gateway.routes.a.addresses.deny=10.9.0.0/16",
					"gateway.routes.a.secure-headers.frame-options=SAMEORIGIN",
					"gateway.routes.a.secure-headers.override=true")
			.run((context) -> {
				Route route = route(context.getBean(RouteTables.class));
				assertThat(route.policy(CorsPolicy.class)).isEqualTo(new CorsPolicy(
						List.of("https://a.example", "https://b.example"), List.of("https://*.c.example"),
						List.of("GET", "PUT"), List.of("X-A"), List.of("X-B"), true, Duration.ofSeconds(5), true));
				assertThat(route.policy(AddressPolicy.class))
					.isEqualTo(AddressPolicy.of("10.0.0.0/8,::1").butNot("10.9.0.0/16"));
				assertThat(route.policy(SecureHeadersPolicy.class))
					.isEqualTo(SecureHeadersPolicy.DEFAULT.withFrameOptions("SAMEORIGIN").withOverride(true));
			});
	}

	@Test
	void whatARouteSaysReplacesTheDefaults() {
		this.runner
			.withPropertyValues("gateway.defaults.cors=https://a.example", "gateway.defaults.addresses=10.0.0.0/8",
					"gateway.defaults.secure-headers=defaults", "gateway.routes.a.cors=none",
					"gateway.routes.a.addresses.deny=::1", "gateway.routes.b.path=/b", "gateway.routes.b.respond=200")
			.run((context) -> {
				Route route = route(context.getBean(RouteTables.class));
				assertThat(route.policy(CorsPolicy.class)).isEqualTo(CorsPolicy.NONE);
				assertThat(route.policy(AddressPolicy.class)).isEqualTo(AddressPolicy.deny("::1"));
				assertThat(route.policy(SecureHeadersPolicy.class)).isEqualTo(SecureHeadersPolicy.DEFAULT);
			});
	}

	@Test
	void routeWithRulesNeedsTheFeature() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
					GatewayTransformAutoConfiguration.class))
			.withPropertyValues("gateway.routes.a.path=/a", "gateway.routes.a.respond=200",
					"gateway.routes.a.addresses=10.0.0.0/8", "gateway.routes.a.cors=https://a.example")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("no feature applies its AddressPolicy and CorsPolicy"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			cors | a.example | without a scheme
			cors | https://a.example/path | without a path
			cors[0] | https://a.example | Takes a block, not a list
			addresses[0] | 10.0.0.0/8 | Takes a block, not a list
			cors.credentials | true | allows no origin
			cors.origns | https://a.example | Did you mean 'origins'
			addresses | localhost | is not an IP address
			addresses.allow | "" | 'allow' is empty
			addresses.deny | 10.0.0.0/33 | is not an IP address
			secure-headers | true | Write 'defaults', 'none', or a block
			secure-headers.frame-options | ALLOW | Write 'DENY' or 'SAMEORIGIN'
			secure-headers.strict-transport-security | on | max-age=31536000
			secure-headers.referrer-policy | none-at-all | Write 'no-referrer'
			secure-headers.content-type-options | sniff | Write 'nosniff'
			secure-headers.cross-origin-opener-policy | same | Write 'same-origin'
			secure-headers.hsts | none | There is no 'hsts' here
			""")
	void mistakesStopTheStart(String key, String value, String remedy) {
		for (String block : List.of("gateway.routes.a.", "gateway.defaults.")) {
			this.runner.withPropertyValues(block + key + "=" + value)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining(block)
					.hasMessageContaining(key.substring(0, Math.max(key.indexOf('.'), 4)))
					.hasMessageContaining(remedy));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			* | credentials | true | Name the origins instead of '*'
			* | private-network | true | Name the origins instead of '*'
			https://a.example | max-age | -1s | Write 0 or more
			https://a.example | methods | get | Write 'GET'
			""")
	void mistakesBesideAnOriginStopTheStart(String origin, String key, String value, String remedy) {
		this.runner
			.withPropertyValues("gateway.routes.a.cors.origins=" + origin, "gateway.routes.a.cors." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("gateway.routes.a.cors")
				.hasMessageContaining(remedy));
	}

	private static Route route(RouteTables tables) {
		return tables.routes().stream().filter((route) -> route.id().equals("a")).findFirst().orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFeatures {

		@Bean
		CorsFeature ownCors() {
			return new CorsFeature(new DefaultCorsProcessor());
		}

		@Bean
		AddressFeature ownAddresses() {
			return new AddressFeature();
		}

		@Bean
		SecureHeadersFeature ownHeaders() {
			return new SecureHeadersFeature();
		}

	}

}
