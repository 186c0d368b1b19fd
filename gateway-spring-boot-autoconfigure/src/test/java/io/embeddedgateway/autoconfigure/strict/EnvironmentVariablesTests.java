package io.embeddedgateway.autoconfigure.strict;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentVariablesTests {

	private static final String YAML = """
			gateway:
			  routes:
			    order-api:
			      path: /orders/**
			      uri: http://localhost:8081
			      rate-limit: {requests: 5}
			""";

	@Test
	void variableSetsOneFieldOfAnIdWithADash() {
		TestProperties properties = sources("GATEWAY_ROUTES_ORDER_API_PATH", "/all/**").bind("gateway",
				TestProperties.class, StrictBindingTests.strict());
		assertThat(properties.routes()).containsOnlyKeys("order-api");
		assertThat(properties.routes().get("order-api").path()).isEqualTo("/all/**");
		assertThat(properties.routes().get("order-api").uri()).hasToString("http://localhost:8081");
	}

	@Test
	void variableSetsAComponentWithADash() {
		TestProperties properties = sources("GATEWAY_ROUTES_ORDER_API_RATE_LIMIT_REQUESTS", "7").bind("gateway",
				TestProperties.class, StrictBindingTests.strict());
		assertThat(properties.routes().get("order-api").rateLimit())
			.satisfies((limit) -> assertThat(limit.requests()).isEqualTo(7));
	}

	@Test
	void variablesMakeARouteOfTheirOwn() {
		TestProperties properties = new StrictSources()
			.environment(Map.of("GATEWAY_ROUTES_PAGES_PATH", "/pages", "GATEWAY_ROUTES_PAGES_URI", "http://pages",
					"GATEWAY_ROUTES_PAGES_RATELIMIT", "3/1s", "GATEWAY_SERVICES_PAGES_INSTANCES_0_URI", "http://p"))
			.bind("gateway", TestProperties.class, StrictBindingTests.strict());
		assertThat(properties.routes().get("pages").rateLimit()).isEqualTo(TestProperties.Limit.of("3/1s"));
		assertThat(properties.services().get("pages").instances()).hasSize(1);
	}

	@Test
	void unknownKeyIsReportedWithItsVariable() {
		assertThat(problems("GATEWAY_ROUTES_ORDER_API_PTH", "/a"))
			.containsExactly("gateway.routes.order-api.pth (environment variable GATEWAY_ROUTES_ORDER_API_PTH): There "
					+ "is no 'pth' here. Did you mean 'path'?");
	}

	@Test
	void unknownTopLevelKeyIsReportedWithItsVariable() {
		assertThat(problems("GATEWAY_ROUTE_ORDERS_PATH", "/a")).singleElement()
			.asString()
			.startsWith("gateway.route-orders-path (environment variable GATEWAY_ROUTE_ORDERS_PATH): There is no ");
	}

	@Test
	void idWithADashThatNoFileDeclaresIsExplained() {
		assertThat(problems("GATEWAY_ROUTES_ORDER_PAGE_PATH", "/a")).singleElement()
			.asString()
			.endsWith("A variable can set a name with dashes only if a file declares it.");
	}

	@Test
	void variableThatMixesBothSpellingsIsCorrected() {
		assertThat(problems("GATEWAY_ROUTES_ORDER_API_RATELIMIT_KEY", "principal"))
			.containsExactly("gateway.routes.order-api.rate-limit.key (environment variable "
					+ "GATEWAY_ROUTES_ORDER_API_RATELIMIT_KEY): Nothing is read from the variable "
					+ "'GATEWAY_ROUTES_ORDER_API_RATELIMIT_KEY'. Write 'GATEWAY_ROUTES_ORDER_API_RATE_LIMIT_KEY'.");
	}

	@Test
	void variableThatMakesASecondIdIsReported() {
		assertThat(problems("GATEWAY_ROUTES_ORDERAPI_PATH", "/a"))
			.containsExactly("gateway.routes.order-api (application.yml, line 4): The ids 'order-api' "
					+ "(application.yml, line 4) and 'orderapi' (environment variable GATEWAY_ROUTES_ORDERAPI_PATH) "
					+ "differ only in dashes, underscores or case, so they can't be told apart. Write the id the same "
					+ "way everywhere; in environment variables 'GATEWAY_ROUTES_ORDER_API_…' stands for 'order-api'.");
	}

	@Test
	void idsThatDifferOnlyInSpellingAreReportedWithBothPlaces() {
		assertThat(StrictBindingTests.problems("""
				gateway:
				  services:
				    order-api:
				      instances: http://a
				    orderApi:
				      instances: http://b
				""")).singleElement()
			.asString()
			.contains("'order-api' (application.yml, line 4) and 'orderApi' (application.yml, line 6)");
	}

	@Test
	void badValueIsReportedWithItsVariable() {
		assertThat(problems("GATEWAY_TIMEOUT", "soon")).singleElement()
			.asString()
			.startsWith("gateway.timeout (environment variable GATEWAY_TIMEOUT): 'soon' is not a duration.");
	}

	@Test
	void variableWithDotsIsReadAsItIsWritten() {
		assertThat(problems("gateway.routes.order-api.pth", "/a")).singleElement()
			.asString()
			.startsWith("gateway.routes.order-api.pth (environment variable gateway.routes.order-api.pth): There is");
	}

	@Test
	void freeValuesAreTaken() {
		assertThat(problems("GATEWAY_ROUTES_ORDER_API_METADATA_TENANT_NAME", "acme")).isEmpty();
	}

	@Test
	void namesThatSomebodyElseReadsAreTaken() {
		assertThat(problems("GATEWAY_ENABLED", "true")).isEmpty();
	}

	@Test
	void whatKubernetesSetsForAServiceNamedGatewayIsIgnored() {
		assertThat(Mistakes
			.in(new StrictSources().environment(Map.of("GATEWAY_SERVICE_HOST", "10.0.0.1", "GATEWAY_SERVICE_PORT", "80",
					"GATEWAY_SERVICE_PORT_HTTP", "80", "GATEWAY_PORT", "tcp://10.0.0.1:80", "GATEWAY_PORT_80_TCP",
					"tcp://10.0.0.1:80", "GATEWAY_PORT_80_TCP_PORT", "80", "GATEWAY_ADMIN_SERVICE_HOST", "10.0.0.2"))))
			.isEmpty();
	}

	private static StrictSources sources(String variable, String value) {
		return new StrictSources().environment(Map.of(variable, value)).yaml("application.yml", YAML);
	}

	private static List<String> problems(String variable, String value) {
		return Mistakes.all(sources(variable, value)).stream().map(ConfigurationProblem::toString).toList();
	}

}
