package io.embeddedgateway.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import reactor.test.StepVerifier;

import io.embeddedgateway.Route;
import io.embeddedgateway.observability.RouteTraffic;
import io.embeddedgateway.routing.RouteTables;

import static org.assertj.core.api.Assertions.assertThat;

class RoutesSectionTests {

	@Test
	void thousandsOfRoutesAreTold() {
		List<Route> routes = IntStream.range(0, 5000)
			.mapToObj((i) -> Route.builder("route-" + i).path("/" + i + "/**").toLocal())
			.toList();
		RouteTables tables = new RouteTables(List.of(), routes, List.of(), Map::of, false, Clock.systemUTC());
		tables.start();
		RoutesSection section = new RoutesSection(tables, new RouteTraffic());
		assertThat(read(section, SectionQuery.of(null))).containsEntry("revision", 1L)
			.extractingByKey("routes")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(5000);
		assertThat(read(section, SectionQuery.of("route-4711"))).containsEntry("target", Map.of("type", "local"))
			.containsEntry("match", Map.of())
			.doesNotContainKeys("origin", "traffic");
		StepVerifier.create(section.read(SectionQuery.of("route-5000")))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		tables.stop();
	}

	@SuppressWarnings("unchecked") // What stands in a section is a map by the names of
									// its fields
	private static Map<String, Object> read(RoutesSection section, SectionQuery query) {
		WebEndpointResponse<?>[] read = new WebEndpointResponse<?>[1];
		StepVerifier.create(section.read(query))
			.consumeNextWith((response) -> read[0] = response)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(read[0].getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
		return (Map<String, Object>) read[0].getBody();
	}

}
