package io.embeddedgateway.autoconfigure.strict;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownKeyTests {

	@Test
	void topLevelKeyIsReportedOnceHoweverMuchStandsBelowIt() {
		assertThat(Mistakes.in("""
				gateway:
				  route:
				    orders:
				      path: /orders/**
				      uri: http://localhost:8081
				""")).containsExactly("gateway.route: There is no 'route' here. Did you mean 'routes'?");
	}

	@Test
	void keyThatNothingIsCloseToGetsTheListOfKnownOnes() {
		assertThat(Mistakes.in("gateway: {services: {orders: {circuit: true, instances: 'http://orders'}}}"))
			.containsExactly("gateway.services.orders.circuit: There is no 'circuit' here. There is 'instances', "
					+ "'load-balancer', 'retry-on', 'preserve-host' and 'delays'.");
	}

	@Test
	void namesThatSomebodyElseReadsAreSuggestedToo() {
		assertThat(Mistakes.in("gateway: {enabeld: false}"))
			.containsExactly("gateway.enabeld: There is no 'enabeld' here. Did you mean 'enabled'?");
	}

	@Test
	void keyInsideAListElementIsReported() {
		assertThat(Mistakes.in("""
				gateway:
				  services:
				    orders:
				      instances:
				        - http://orders-1:8080
				        - uri: http://orders-2:8080
				          wight: 2
				""")).containsExactly(
				"gateway.services.orders.instances[1].wight: There is no 'wight' here. " + "Did you mean 'weight'?");
	}

	@Test
	void listElementWithNothingButAnUnknownKeyIsReportedOnce() {
		assertThat(Mistakes.in("gateway: {services: {orders: {instances: [{url: 'http://orders'}]}}}"))
			.containsExactly("gateway.services.orders.instances[0].url: There is no 'url' here. Did you mean 'uri'?");
	}

	@Test
	void keyThatStandsOneLevelDownIsSentThere() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: 'http://localhost', methods: get}}}"))
			.containsExactly("gateway.routes.orders.methods: 'methods' stands under 'match'. Write 'methods' below "
					+ "'match:'.");
	}

	@Test
	void keyThatStandsOneLevelUpIsSentThere() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {path: /a, uri: 'http://localhost', match: {filters: a}}}}"))
			.containsExactly("gateway.routes.orders.match.filters: 'filters' stands one level up. Write it beside "
					+ "'match:', not below it.");
	}

	@Test
	void idWithADotIsExplained() {
		assertThat(Mistakes.in("gateway: {routes: {api.orders: {path: /a, uri: 'http://localhost'}}}")).anySatisfy(
				(problem) -> assertThat(problem).endsWith("A name with a dot is written in brackets: '[api.orders]'."));
	}

	@Test
	void idWithADotInBracketsIsTaken() {
		assertThat(Mistakes.in("gateway: {routes: {'[api.orders]': {path: /a, uri: 'http://localhost'}}}")).isEmpty();
	}

	@Test
	void missingValueIsReportedBesideAnUnknownKeyThatDoesNotExplainIt() {
		assertThat(Mistakes.in("gateway: {routes: {orders: {pth: /a, path: /b, uri: 'http://a', service: a}}}"))
			.containsExactlyInAnyOrder("gateway.routes.orders.pth: There is no 'pth' here. Did you mean 'path'?",
					"gateway.routes.orders: There are both 'uri' and 'service'. Remove one.");
	}

	@Test
	void camelCaseIsUnderstood() {
		assertThat(Mistakes.in("gateway: {services: {orders: {loadBalancer: round-robin, preserve_host: true}}}"))
			.isEmpty();
	}

}
