package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.assertj.AssertableReactiveWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.apikey.ApiKeyPolicy;
import io.embeddedgateway.auth.apikey.ApiKeyProviders;
import io.embeddedgateway.auth.apikey.ApiKeySource;
import io.embeddedgateway.auth.basic.BasicPolicy;
import io.embeddedgateway.auth.basic.BasicProviders;
import io.embeddedgateway.auth.basic.PasswordThreads;
import io.embeddedgateway.auth.dpop.DpopConstraint;
import io.embeddedgateway.auth.dpop.DpopPolicy;
import io.embeddedgateway.auth.dpop.NonceMode;
import io.embeddedgateway.auth.mtls.CertificateConstraint;
import io.embeddedgateway.auth.mtls.CertificateName;
import io.embeddedgateway.auth.mtls.MtlsPolicy;
import io.embeddedgateway.auth.mtls.MtlsProviders;
import io.embeddedgateway.autoconfigure.strict.ConfigurationProblem;
import io.embeddedgateway.autoconfigure.strict.GatewayConfigurationException;
import io.embeddedgateway.testing.YamlInitializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * API keys, passwords, certificates and proofs, as an application configures them.
 */
@ExtendWith(OutputCaptureExtension.class)
class GatewayCredentialsTests {

	private static final String HASH = "sha256:" + "0a".repeat(32);

	private static final String PASSWORD = "{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

	private static final String EVERYTHING = """
			gateway:
			  auth:
			    apps:
			      api-key:
			        header: X-Key
			        keys:
			          mobile:
			            hash: [{value: "%1$s", expires: 2030-01-01T00:00:00Z}]
			            expires: 2031-01-01T00:00:00Z
			            scopes: a, b
			            roles: c
			            attributes: {plan: free, org: {id: 7}}
			          "[a@b.c]": "%2$s"
			    partners: {api-key: {source: keys, cache: 1s, timeout: 3s}}
			    ops:
			      basic:
			        realm: here
			        cache: 2m
			        users:
			          deploy_bot: {password: "%3$s", scopes: a, roles: b, attributes: {c: d}}
			          anna: "%3$s"
			    machines: {mtls: {principal: san-dns, issuer: CN=x, clients: {"[a.example]": {scopes: a}, b: c, d: {}}}}
			  dpop: {max-age: 30s, algorithms: "ES256, PS256", nonce: off, max-proofs: 2000}
			""".formatted(HASH, HASH.replace("0a", "0b"), PASSWORD);

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner();

	@Test
	void everythingIsThereByDefaultAndKnowsNobody() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(PasswordThreads.class)
				.hasSingleBean(CertificateConstraint.class)
				.hasSingleBean(DpopConstraint.class);
			assertThat(context.getBean(ApiKeyProviders.class).providers()).isEmpty();
			assertThat(context.getBean(BasicProviders.class).providers()).isEmpty();
			assertThat(context.getBean(MtlsProviders.class).providers()).isEmpty();
		});
	}

	@Test
	void nothingIsThereWithoutTheGateway() {
		this.runner.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ApiKeyProviders.class)
				.doesNotHaveBean(BasicProviders.class)
				.doesNotHaveBean(MtlsProviders.class)
				.doesNotHaveBean(DpopConstraint.class));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("gateway.auth.machines.mtls=subject")
			.run((context) -> {
				assertThat(context).hasSingleBean(MtlsProviders.class).doesNotHaveBean("gatewayMtlsProviders");
				assertThat(context.getBean(MtlsProviders.class).providers()).map(AuthProvider::name)
					.containsExactlyInAnyOrder("mine", "machines");
			});
	}

	@Test
	void everyKeyOfApiKeysArrives() {
		start(EVERYTHING, OwnBeans.class).run((context) -> {
			GatewayProperties properties = context.getBean(GatewayProperties.class);
			ApiKeyPolicy apps = properties.auth().get("apps").apiKey();
			assertThat(apps.header()).isEqualTo("X-Key");
			assertThat(apps.keys()).containsOnlyKeys("mobile", "a@b.c");
			assertThat(apps.keys().get("mobile")).satisfies((client) -> {
				assertThat(client.hash()).singleElement()
					.satisfies((hash) -> assertThat(hash.expires()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z")));
				assertThat(client.expires()).isEqualTo(Instant.parse("2031-01-01T00:00:00Z"));
				assertThat(client.scopes()).containsExactlyInAnyOrder("a", "b");
				assertThat(client.roles()).containsExactly("c");
				assertThat(client.attributes()).isEqualTo(Map.of("plan", "free", "org", Map.of("id", 7)));
			});
			ApiKeyPolicy partners = properties.auth().get("partners").apiKey();
			assertThat(partners.source()).isEqualTo("keys");
			assertThat(partners.cache()).isEqualTo(Duration.ofSeconds(1));
			assertThat(partners.timeout()).isEqualTo(Duration.ofSeconds(3));
		});
	}

	@Test
	void everyOtherKeyArrives() {
		start(EVERYTHING, OwnBeans.class).run((context) -> {
			GatewayProperties properties = context.getBean(GatewayProperties.class);
			BasicPolicy ops = properties.auth().get("ops").basic();
			assertThat(ops.realm()).isEqualTo("here");
			assertThat(ops.users()).containsOnlyKeys("deploy_bot", "anna");
			assertThat(ops.toString()).doesNotContain("N9qo8uLOickgx2ZMRZoMye");
			MtlsPolicy machines = properties.auth().get("machines").mtls();
			assertThat(machines.principal()).isEqualTo(CertificateName.SAN_DNS);
			assertThat(machines.clients().get("b").scopes()).containsExactly("c");
			assertThat(machines.clients().get("d").scopes()).isEmpty();
			DpopPolicy dpop = properties.dpop();
			assertThat(dpop.algorithms()).containsExactly("ES256", "PS256");
			assertThat(dpop.nonce()).isEqualTo(NonceMode.OFF);
			assertThat(dpop.maxAge()).isEqualTo(Duration.ofSeconds(30));
			assertThat(dpop.maxProofs()).isEqualTo(2000);
		});
	}

	@Test
	void allMistakesAreReportedAtOnceWithoutSecrets() {
		start("""
				gateway:
				  auth:
				    plain: {api-key: {keys: {mobile: my-secret-key-of-the-app}}}
				    same: {api-key: {keys: {a: "%1$s", b: "%1$s"}}}
				    ends: {api-key: {keys: {a: {hash: "%1$s", expires: tomorrow}}}}
				    empty: {api-key: X-Key}
				    source: {api-key: {source: kees}}
				    cleartext: {basic: {users: {deploy: {password: my-password}}}}
				    noop: {basic: {users: {deploy: "{noop}my-password"}}}
				    nobody: {basic: {realm: x}}
				    manager: {basic: {manager: nobodys}}
				    name: {mtls: common-name}
				    issuer: {mtls: {issuer: me}}
				  dpop: {nonce-key: my-short-secret}
				""".formatted(HASH)).run((context) -> {
			List<ConfigurationProblem> problems = problems(context);
			assertThat(problems).extracting(ConfigurationProblem::property)
				.containsExactlyInAnyOrder("gateway.auth.plain.api-key.keys.mobile", "gateway.auth.same.api-key",
						"gateway.auth.ends.api-key.keys.a.expires", "gateway.auth.empty.api-key",
						"gateway.auth.source.api-key.source", "gateway.auth.cleartext.basic.users.deploy.password",
						"gateway.auth.noop.basic.users.deploy", "gateway.auth.nobody.basic",
						"gateway.auth.manager.basic.manager", "gateway.auth.name.mtls", "gateway.auth.issuer.mtls",
						"gateway.dpop.nonce-key");
			assertThat(problems.toString()).doesNotContain("my-secret-key", "my-password", "my-short-secret")
				.contains("'tomorrow' is not a time. Write a time such as '2027-01-01T00:00:00Z'")
				.contains("Knows nobody. Write 'keys', or declare a bean of type ApiKeySource")
				.contains("There is no bean 'kees'");
		});
	}

	@Test
	void severalSourcesHaveToBeNamed() {
		start("gateway.auth.a: {api-key: X-Key}", OwnBeans.class, MoreBeans.class).run((context) -> assertThat(
				problems(context))
			.singleElement()
			.hasFieldOrPropertyWithValue("message",
					"Does not say which bean of type ApiKeySource is meant. Write 'source' with one of [keys, moreKeys]."));
	}

	@Test
	void serverThatAsksForNoCertificatesIsWarnedOf(CapturedOutput output) {
		start("gateway.auth.a.mtls: subject").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Set 'server.ssl.client-auth: want'");
	}

	private ReactiveWebApplicationContextRunner start(String yaml, Class<?>... beans) {
		return this.runner.withInitializer(new YamlInitializer(yaml)).withUserConfiguration(beans);
	}

	private static List<ConfigurationProblem> problems(AssertableReactiveWebApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !(failure instanceof GatewayConfigurationException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOf(GatewayConfigurationException.class);
		return ((GatewayConfigurationException) failure).problems();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		ApiKeySource keys() {
			return (hash) -> Mono.empty();
		}

		@Bean
		MtlsProviders certificates() {
			return new MtlsProviders(Map.of("mine", MtlsPolicy.of("subject"), "machines", MtlsPolicy.of("subject")),
					Clock.systemUTC());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MoreBeans {

		@Bean
		ApiKeySource moreKeys() {
			return (hash) -> Mono.empty();
		}

	}

}
