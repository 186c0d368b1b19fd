package io.embeddedgateway.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Route;
import io.embeddedgateway.auth.AccessRule;
import io.embeddedgateway.auth.AuthFeature;
import io.embeddedgateway.auth.AuthPolicy;
import io.embeddedgateway.auth.CallerMode;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.jwt.JwtProviders;
import io.embeddedgateway.auth.opaque.OpaqueProviders;
import io.embeddedgateway.relay.ClaimHeaderFeature;
import io.embeddedgateway.relay.RelayFeature;
import io.embeddedgateway.relay.TokenClients;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.YamlInitializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Who may use routes, and what services are told, as an application configures it.
 */
@ExtendWith(OutputCaptureExtension.class)
class GatewayAuthTests {

	private final ReactiveWebApplicationContextRunner runner = AllAutoConfigurations.runner();

	@Test
	void everythingIsThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(AuthFeature.class)
			.hasSingleBean(TokenCache.class)
			.hasSingleBean(JwtProviders.class)
			.hasSingleBean(OpaqueProviders.class)
			.hasSingleBean(TokenClients.class)
			.hasSingleBean(RelayFeature.class)
			.hasSingleBean(ClaimHeaderFeature.class));
	}

	@Test
	void nothingIsThereWithoutTheGateway() {
		this.runner.withPropertyValues("gateway.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AuthFeature.class)
				.doesNotHaveBean(JwtProviders.class)
				.doesNotHaveBean(RelayFeature.class));
	}

	@Test
	void beansOfTheApplicationGoBeforeOurs() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.run((context) -> assertThat(context).hasSingleBean(TokenCache.class).doesNotHaveBean("gatewayTokenCache"));
	}

	@Test
	void securedApplicationWithoutASettingOfOursIsAsItWas() {
		Route silent = Route.builder("a").path("/a").toUri("http://localhost:1");
		Route asking = Route.builder("b").path("/b").with(AuthPolicy.REQUIRED).toUri("http://localhost:1");
		SecurityWebFilterChain chain = new MatcherSecurityWebFilterChain(ServerWebExchangeMatchers.anyExchange(),
				List.of((exchange, next) -> next.filter(exchange)));
		this.runner.withBean(SecurityWebFilterChain.class, () -> chain).run((context) -> {
			assertThat(context.getBean(AuthFeature.class).filterFor(silent)).isNull();
			assertThat(context.getBean(RelayFeature.class).filterFor(silent)).isNull();
			assertThat(context.getBean(AuthFeature.class).filterFor(asking)).isNotNull();
			assertThat(context.getBean(RelayFeature.class).filterFor(asking)).isNotNull();
		});
	}

	@Test
	void providerClosesRoutesEvenIfNobodyCouldApplyThat() {
		String yaml = """
				gateway:
				  auth: {main: {jwt: "https://id.example.com"}}
				  routes: {a: {path: /a, uri: "http://localhost:1"}}
				""";
		new ReactiveWebApplicationContextRunner().withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s")
			.withConfiguration(AutoConfigurations.of(GatewayRoutingAutoConfiguration.class,
					GatewayServiceAutoConfiguration.class, GatewayForwardAutoConfiguration.class))
			.withInitializer(new YamlInitializer(yaml))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("no feature applies its AuthPolicy"));
	}

	@Test
	void providerThatNobodyMadeStopsTheStart() {
		this.runner.withBean(JwtProviders.class, () -> new JwtProviders(Map.of(), null, null, List.of()))
			.withPropertyValues("gateway.auth.main.jwt=https://id.example.com")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("Nobody made the providers [main] under 'gateway.auth'"));
	}

	@Test
	void routeInJavaWithAnUnknownProviderStopsTheStart() {
		this.runner.withUserConfiguration(OwnRoute.class)
			.withPropertyValues("gateway.auth.main.jwt=https://id.example.com")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("there is no provider 'other'. Write one of [main]"));
	}

	@Test
	void allMistakesAreToldAtOnce(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  auth:
				    application: {jwt: "https://id.example.com"}
				    both: {jwt: "https://other.example.com", mtls: subject-cn}
				    none: {}
				  token-clients:
				    idp: {token-uri: "https://id.example.com/token", client-id: gw, client-secret: s}
				  defaults: {relay: {token: exchange, client: ipd}}
				  routes:
				    a: {path: /a, uri: "http://localhost:1", auth: requird}
				    b: {path: /b, uri: "http://localhost:1", auth: {providers: bth}}
				    c: {path: /c, uri: "http://localhost:1", auth: wrongType}
				    d: {path: /d, uri: "http://localhost:1", auth: {caller: none, any-of: "scope:a"}}
				    e: {path: /e, uri: "http://localhost:1", auth: "scope:"}
				    f: {path: /f, uri: "http://localhost:1", auth: known}
				    g: {path: /g, uri: "http://localhost:1", auth: managed, relay: {token: exchange}}
				    h: {path: /h, uri: "http://localhost:1", relay: {claims: {sub: Host}}}
				""", OwnBeans.class));
		assertThat(output).contains("'application' stands for the application itself. Choose another name")
			.contains("Is more than one kind: 'jwt' and 'mtls'. Keep one")
			.contains("There is no token client 'ipd'. Did you mean 'idp'?")
			.contains("There is no rule 'requird'. Did you mean 'required'?")
			.contains("There is no provider 'bth'. Did you mean 'both'?")
			.contains("Bean 'wrongType' is neither an AccessRule nor a ReactiveAuthorizationManager of GatewayExchange")
			.contains("'caller: none' lets everyone in, so its rules would never count")
			.contains("'scope:' is not a rule")
			.contains("'token: exchange' needs 'client'")
			.contains("'claims' has 'Host', which only the gateway writes")
			.doesNotContain("gateway.routes.f", "gateway.routes.g.auth", "There is no rule 'managed'");
	}

	/**
	 * Rules, and a bean that is none.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		TokenCache ownTokens() {
			return new TokenCache(Clock.systemUTC(), Schedulers.parallel());
		}

		@Bean
		AccessRule known() {
			return (caller, exchange) -> true;
		}

		@Bean
		ReactiveAuthorizationManager<GatewayExchange> managed() {
			return (authentication, exchange) -> authentication.map((who) -> new AuthorizationDecision(true));
		}

		@Bean
		List<String> wrongType() {
			return List.of("a");
		}

	}

	/**
	 * A route in Java.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnRoute {

		@Bean
		Route route() {
			return Route.builder("r")
				.path("/r")
				.with(new AuthPolicy(CallerMode.REQUIRED, List.of(), List.of(), Set.of("other")))
				.toUri("http://localhost:1");
		}

	}

}
