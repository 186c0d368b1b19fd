package io.embeddedgateway.autoconfigure.strict;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

class BadValueTests {

	private static final String ROUTE = "gateway: {routes: {orders: {path: /a, uri: 'http://a', %s}}}";

	private static final String SERVICE = "gateway: {services: {orders: {%s}}}";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					preserve-host: maybe      | preserve-host    | 'maybe' is not true or false. Write 'true' or 'false'.
					load-balancer: fastest    | load-balancer    | 'fastest' is not a known value. Write one of 'least-requests' and 'round-robin'.
					retry-on: [502, 50]       | retry-on[1]      | '50' is not a status. Write '502' or '5xx'.
					retry-on: "502, 5xx, 6"    | retry-on         | '6' is not a status. Write '502' or '5xx'.
					instances: 'http:/orders' | instances        | An instance needs a host. Write 'http://orders-1:8080'.
					delays: {get: soon}       | delays.get       | 'soon' is not a duration. Write a number and a unit, such as '500ms', '5s' or '2m'.
					""")
	void valueOfAServiceIsRefusedWithWhatToWrite(String yaml, String property, String message) {
		assertThat(Mistakes.in(SERVICE.formatted(yaml)))
			.containsExactly("gateway.services.orders." + property + ": " + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					rate-limit: often                  | rate-limit          | 'often' is not a limit. Write '10/1s'.
					rate-limit: {requests: 0}          | rate-limit          | A limit of 0 lets nothing pass. Write at least 1.
					rate-limit: {requests: many}       | rate-limit.requests | 'many' is not a whole number. Write a number such as '10'.
					rate-limit: {requests: 9999999999} | rate-limit.requests | '9999999999' is not a whole number. Write a number such as '10'.
					timeouts: {idle: 1 year}           | timeouts.idle       | '1 year' is not a duration. Write a number and a unit, such as '500ms', '5s' or '2m'.
					match: {methods: [get, pots]}      | match.methods[1]    | 'pots' is not a known value. Did you mean 'post'?
					uri: 'http://a:b:c[d'              | uri                 | 'http://a:b:c[d' is not a URI. Write a URI such as 'http://localhost:8081'.
					""")
	void valueOfARouteIsRefusedWithWhatToWrite(String yaml, String property, String message) {
		String text = yaml.startsWith("uri:") ? "gateway: {routes: {orders: {path: /a, %s}}}" : ROUTE;
		assertThat(Mistakes.in(text.formatted(yaml)))
			.containsExactly("gateway.routes.orders." + property + ": " + message);
	}

	@Test
	void eachElementOfAListIsJudged() {
		assertThat(Mistakes.in("""
				gateway:
				  services:
				    orders:
				      instances:
				        - {uri: 'http://a', weight: heavy}
				        - http://b:8080
				        - {zone: north}
				        - {uri: 'http://c', weight: light}
				""")).containsExactly(
				"gateway.services.orders.instances[0].weight: 'heavy' is not a whole number. Write a number such as '10'.",
				"gateway.services.orders.instances[2]: An instance needs a host. Write 'http://orders-1:8080'.",
				"gateway.services.orders.instances[3].weight: 'light' is not a whole number. Write a number such as '10'.");
	}

	@Test
	void gapInAListIsReported() {
		assertThat(Mistakes
			.in(new StrictSources().properties("test", Map.of("gateway.services.orders.instances[1]", "http://b"))))
			.containsExactly("gateway.services.orders.instances: The elements of a list are numbered from [0] without "
					+ "a gap.");
	}

	@Test
	void recordAroundABadValueIsNotReportedAgain() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: 'http://a:b:c[d'}}}")).hasSize(1);
	}

	@Test
	void missingValueIsReportedWhereItsRecordIsWritten() {
		assertThat(StrictBindingTests.problems("""
				gateway:
				  routes:
				    orders:
				      uri: http://localhost:8081
				""")).containsExactly(new ConfigurationProblem("gateway.routes.orders",
				"A route needs a path. Write 'path: /orders/**'.", "application.yml, line 4"));
	}

	@Test
	void placeholderWithoutValueIsReported() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: '${ORDERS_PATH}', uri: 'http://a'}}}"))
			.containsExactly("gateway.routes.orders.path: '${ORDERS_PATH}' has no value. Set 'ORDERS_PATH', or write a "
					+ "default: '${ORDERS_PATH:...}'.");
	}

	@Test
	void placeholderWithValueOrDefaultIsResolved() {
		TestProperties properties = new StrictSources().environment(Map.of("ORDERS_PATH", "/orders"))
			.yaml("application.yml",
					"gateway: {routes: {orders: {path: '${ORDERS_PATH}', uri: '${ORDERS_URI:http://a}'}}}")
			.bind("gateway", TestProperties.class, StrictBindingTests.strict());
		assertThat(properties.routes().get("orders").path()).isEqualTo("/orders");
		assertThat(properties.routes().get("orders").uri()).hasToString("http://a");
	}

	@Test
	void escapedPlaceholderIsText() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: '/\\${a}', uri: 'http://a'}}}")).isEmpty();
	}

	@Test
	void circleOfPlaceholdersIsReported() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: '${gateway.routes.orders.path}', uri: 'http://a'}}}"))
			.singleElement()
			.asString()
			.startsWith("gateway.routes.orders.path: Circular placeholder");
	}

	@Test
	void valueOfAnUnexpectedTypeIsRefusedWithAnExample() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: true}}}")).containsExactly(
				"gateway.routes.orders.uri: 'true' is not a URI. Write a URI such as " + "'http://localhost:8081'.");
	}

	@Test
	void recordThatFailsWithoutAReasonLacksSomething() {
		assertThat(Mistakes.in("gateway: {services: {orders: {retry-on: [{code: }]}}}")).singleElement()
			.asString()
			.startsWith("gateway.services.orders.retry-on[0]: ");
	}

	@Test
	void secretsAreNotShown() {
		assertThat(Values.show(ConfigurationPropertyName.of("gateway.auth.client-secret"), "s3cret"))
			.isEqualTo("The value");
		assertThat(Values.show(ConfigurationPropertyName.of("gateway.uri"), "http://me:s3cret@host"))
			.isEqualTo("'http://******@host'");
	}

}
