package io.embeddedgateway.autoconfigure.strict;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.autoconfigure.strict.TestProperties.Balancer;
import io.embeddedgateway.autoconfigure.strict.TestProperties.Method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StrictBindingTests {

	@Test
	void everythingIsBoundWhenThereIsNoMistake() {
		TestProperties properties = bind("""
				gateway:
				  enabled: true
				  timeout: 3s
				  services:
				    orders:
				      load-balancer: round-robin
				      retry-on: [502, 5xx]
				      instances:
				        - http://orders-1:8080
				        - uri: http://orders-2:8080
				          weight: 2
				  routes:
				    order-api:
				      path: /orders/**
				      service: orders
				      rate-limit: 10/1s
				      respond: 410
				      match:
				        methods: get, conditional-get
				        headers: {X-Version: ["1", "2"]}
				      metadata: {tenant.name: acme}
				""");
		assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.services().get("orders").loadBalancer()).isEqualTo(Balancer.ROUND_ROBIN);
		assertThat(properties.services().get("orders").retryOn()).hasSize(2);
		assertThat(properties.services().get("orders").instances()).hasSize(2);
		TestProperties.Route route = properties.routes().get("order-api");
		assertThat(route.match()).satisfies((match) -> {
			assertThat(match.methods()).containsExactly(Method.GET, Method.CONDITIONAL_GET);
			assertThat(match.headers()).containsEntry("X-Version", List.of("1", "2"));
		});
		assertThat(route.metadata()).containsEntry("tenant.name", "acme");
		assertThat(route.respond()).isEqualTo(new TestProperties.Status("410"));
	}

	@Test
	void defaultsAreBoundWhenNothingIsWritten() {
		TestProperties properties = bind("spring: {application: {name: shop}}");
		assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.routes()).isEmpty();
	}

	@Test
	void checkSeesWhatWasBoundAlsoWhenNothingIsWritten() {
		StrictBinding<TestProperties> binding = new StrictBinding<>("gateway", TestProperties.class,
				(bound, problems) -> problems.add("gateway.routes", "There are " + bound.routes().size()));
		assertThatExceptionOfType(GatewayConfigurationException.class)
			.isThrownBy(() -> new StrictSources().bind("gateway", TestProperties.class, binding))
			.satisfies((ex) -> assertThat(ex.problems())
				.containsExactly(new ConfigurationProblem("gateway.routes", "There are 0.", null)));
	}

	@Test
	void fiveDifferentMistakesAreReportedAtOnce() {
		assertThat(problems("""
				gateway:
				  timeout: soon
				  services:
				    orders:
				      instances:
				        - uri: http://orders-1:8080
				          wieght: 2
				      load-balancer: round-robbin
				  routes:
				    orders:
				      pth: /orders/**
				      service: orders
				    pages:
				      path: /pages/**
				      service: pages
				      uri: http://localhost:8082
				""")).extracting(ConfigurationProblem::toString)
			.containsExactly(
					"gateway.timeout (application.yml, line 2): 'soon' is not a duration. Write a number and a unit, "
							+ "such as '500ms', '5s' or '2m'.",
					"gateway.services.orders.instances[0].wieght (application.yml, line 7): There is no 'wieght' here. "
							+ "Did you mean 'weight'?",
					"gateway.services.orders.load-balancer (application.yml, line 8): 'round-robbin' is not a known "
							+ "value. Did you mean 'round-robin'?",
					"gateway.routes.orders.pth (application.yml, line 11): There is no 'pth' here. Did you mean "
							+ "'path'?",
					"gateway.routes.pages (application.yml, line 14): There are both 'uri' and 'service'. Remove one.");
	}

	@Test
	void mistakesAreNumbered() {
		assertThatExceptionOfType(GatewayConfigurationException.class).isThrownBy(() -> bind("""
				gateway:
				  timeout: soon
				  timeuot: 3s
				""")).withMessage("""
				The configuration of the gateway has 2 problems:

				1. gateway.timeout (application.yml, line 2)
				   'soon' is not a duration. Write a number and a unit, such as '500ms', '5s' or '2m'.

				2. gateway.timeuot (application.yml, line 3)
				   There is no 'timeuot' here. Did you mean 'timeout'?""".replace("\n", System.lineSeparator()));
	}

	@Test
	void checkKnowsWhatFailedAndAddsToTheSameList() {
		StrictBinding<TestProperties> binding = new StrictBinding<>("gateway", TestProperties.class,
				(bound, problems) -> {
					assertThat(problems.failed("gateway.services.orders")).isTrue();
					assertThat(problems.failed("gateway.services.orders.instances[0].uri")).isTrue();
					assertThat(problems.failed("gateway.services.pages")).isFalse();
					assertThat(bound).isNotNull();
					problems.add(Problems.path("gateway.routes", "orders") + ".service", "There is no 'ordres'");
				});
		assertThatExceptionOfType(GatewayConfigurationException.class)
			.isThrownBy(() -> new StrictSources().yaml("application.yml", """
					gateway:
					  routes:
					    orders:
					      path: /orders/**
					      service: ordres
					  services:
					    orders:
					      instances: nowhere
					    pages:
					      instances: http://pages:8080
					""").bind("gateway", TestProperties.class, binding))
			.satisfies((ex) -> {
				assertThat(ex.problems()).extracting(ConfigurationProblem::property)
					.containsExactly("gateway.routes.orders.service", "gateway.services.orders.instances");
				assertThat(ex.problems().get(0).origin()).isEqualTo("application.yml, line 5");
			});
	}

	@Test
	void profileOverridesOneField() {
		TestProperties properties = new StrictSources().yaml("application-prod.yml", """
				gateway:
				  routes:
				    orders:
				      uri: http://orders.example.com
				""").yaml("application.yml", """
				gateway:
				  routes:
				    orders:
				      path: /orders/**
				      uri: http://localhost:8081
				""").bind("gateway", TestProperties.class, strict());
		assertThat(properties.routes().get("orders").uri()).hasToString("http://orders.example.com");
		assertThat(properties.routes().get("orders").path()).isEqualTo("/orders/**");
	}

	@Test
	void mistakeInAProfileNamesItsFile() {
		assertThatExceptionOfType(GatewayConfigurationException.class)
			.isThrownBy(() -> new StrictSources()
				.yaml("application-prod.yml", "gateway: {routes: {orders: {rate-limit: lots}}}")
				.yaml("application.yml", "gateway: {routes: {orders: {path: /orders/**, uri: http://localhost}}}")
				.bind("gateway", TestProperties.class, strict()))
			.satisfies((ex) -> assertThat(ex.problems())
				.containsExactly(new ConfigurationProblem("gateway.routes.orders.rate-limit",
						"'lots' is not a limit. Write '10/1s'.", "application-prod.yml, line 1")));
	}

	@Test
	void otherRootsAtTheSamePrefixAreLeftAlone() {
		Other other = new StrictSources().yaml("application.yml", "gateway: {name: a, unknown: b}")
			.bind("gateway", Other.class, strict());
		assertThat(other.name()).isEqualTo("a");
	}

	@Test
	void typeThatIsNoRecordIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StrictBinding<>("gateway", String.class, (bound, problems) -> {
			}))
			.withMessageContaining("is no record");
	}

	@Test
	void systemPropertiesAreChecked() {
		assertThatExceptionOfType(GatewayConfigurationException.class)
			.isThrownBy(() -> new StrictSources().properties("systemProperties", Map.of("gateway.tiemout", "3s"))
				.bind("gateway", TestProperties.class, strict()))
			.satisfies((ex) -> assertThat(ex.problems()).extracting(ConfigurationProblem::toString)
				.containsExactly("gateway.tiemout (system property gateway.tiemout): There is no 'tiemout' here. "
						+ "Did you mean 'timeout'?"));
	}

	static StrictBinding<TestProperties> strict() {
		return new StrictBinding<>("gateway", TestProperties.class, (bound, problems) -> {
		}, "enabled");
	}

	static TestProperties bind(String yaml) {
		return new StrictSources().yaml("application.yml", yaml).bind("gateway", TestProperties.class, strict());
	}

	static List<ConfigurationProblem> problems(String yaml) {
		return Mistakes.all(new StrictSources().yaml("application.yml", yaml));
	}

	record Other(String name) {

	}

}
