package io.embeddedgateway.autoconfigure.strict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WrittenShapeTests {

	@Test
	void listOfRoutesIsSentToIds() {
		assertThat(Mistakes.in("gateway: {routes: [{path: /a, uri: 'http://a'}, {path: /b, uri: 'http://b'}]}"))
			.containsExactly("gateway.routes: Takes entries by name, not a list. Write '<name>:' instead of '- '.");
	}

	@Test
	void singleValueForRoutesIsSentToIds() {
		assertThat(Mistakes.in("gateway: {routes: orders}")).containsExactly(
				"gateway.routes: Takes entries by name, not a single value. Write '<name>: ...' below it.");
	}

	@Test
	void singleValueForABlockWithoutShortFormNamesItsKeys() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: 'http://a', timeouts: 5s}}}"))
			.containsExactly("gateway.routes.orders.timeouts: Takes a block, not a single value. Write one or more of "
					+ "these keys below it: 'connect' and 'idle'.");
	}

	@Test
	void singleValueForTheRootNamesItsKeys() {
		assertThat(Mistakes.in("gateway: on")).singleElement()
			.asString()
			.startsWith("gateway: Takes a block, not a single value.");
	}

	@Test
	void listForABlockNamesItsKeys() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: 'http://a', timeouts: [{idle: 5s}]}}}"))
			.containsExactly(
					"gateway.routes.orders.timeouts: Takes a block, not a list. Write one or more of these keys "
							+ "below it, without '- ': 'connect' and 'idle'.");
	}

	@Test
	void listForASingleValueIsRefused() {
		assertThat(Mistakes.in("gateway: {timeout: [1s, 2s]}"))
			.containsExactly("gateway.timeout: Takes a single value, not a list. Write a number and a unit, such as "
					+ "'500ms', '5s' or '2m'.");
	}

	@Test
	void blockForASingleValueIsRefused() {
		assertThat(Mistakes.in("gateway: {timeout: {connect: 1s}}"))
			.containsExactly("gateway.timeout: Takes a single value, not a block with 'connect'. Write a number and a "
					+ "unit, such as '500ms', '5s' or '2m'.");
	}

	@Test
	void blockForAListIsSentToDashes() {
		assertThat(Mistakes.in("gateway: {services: {orders: {instances: {uri: 'http://a'}}}}"))
			.containsExactly("gateway.services.orders.instances: Takes a list. Write '- ' before each element.");
	}

	@Test
	void listForFreeValuesIsSentToNames() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: 'http://a', metadata: [a, b]}}}"))
			.containsExactly("gateway.routes.orders.metadata: Takes entries by name, not a list. Write '<name>:' "
					+ "instead of '- '.");
	}

	@Test
	void dotInANameOfATypedValueIsExplained() {
		assertThat(Mistakes.in("gateway: {services: {orders: {delays: {a.b: 1s}}}}")).singleElement()
			.asString()
			.endsWith("A name with a dot is written as '[first.second]'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "routes: {}", "routes:", "services: {orders: {instances: []}}", "services: {orders: }",
			"routes: {orders: {path: /a, uri: 'http://a', match: {headers: {}}}}",
			"routes: {orders: {path: /a, uri: 'http://a', match: }}",
			"routes: {orders: {path: /a, uri: 'http://a', metadata: {}}}" })
	void emptyBlocksAreNoMistakes(String yaml) {
		assertThat(Mistakes.in("gateway:\n  " + yaml)).isEmpty();
	}

	@Test
	void valueThatHidesABlockOfAnotherFileIsReported() {
		StrictSources sources = new StrictSources()
			.yaml("application-prod.yml", "gateway: {routes: {orders: {rate-limit: {requests: 5, key: principal}}}}")
			.yaml("application.yml", "gateway: {routes: {orders: {path: /a, uri: 'http://a', rate-limit: 10/1s}}}");
		assertThat(Mistakes.in(sources))
			.containsExactly("gateway.routes.orders.rate-limit: Written as a single value in application.yml, line 1, "
					+ "and as a block in application-prod.yml, line 1, which the value hides. Write it as a block in "
					+ "both.");
	}

	@Test
	void valueOfAProfileReplacesABlock() {
		StrictSources sources = new StrictSources()
			.yaml("application-prod.yml", "gateway: {routes: {orders: {rate-limit: 7/1s}}}")
			.yaml("application.yml",
					"gateway: {routes: {orders: {path: /a, uri: 'http://a', rate-limit: {requests: 5}}}}");
		TestProperties properties = sources.bind("gateway", TestProperties.class, StrictBindingTests.strict());
		assertThat(properties.routes().get("orders").rateLimit()).isEqualTo(TestProperties.Limit.of("7/1s"));
	}

}
