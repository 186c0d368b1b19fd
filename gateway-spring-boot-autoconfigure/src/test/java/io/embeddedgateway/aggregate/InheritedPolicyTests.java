package io.embeddedgateway.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.embeddedgateway.OutboundPolicy;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the route says about what leaves the gateway holds for its parts.
 */
class InheritedPolicyTests {

	@Test
	void policyOfTheRouteHoldsForEachPartThatLeaves() {
		Said ofRoute = new Said("route");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("service", (part) -> part.service("orders").path("/a"))
			.part("server", (part) -> part.uri("http://a:1").path("/a"))
			.part("local", (part) -> part.local().path("/a"))
			.build();
		Route route = Route.builder("page").path("/page").with(ofRoute).with("of the route alone").answer(policy);
		Map<String, Route> ways = new LinkedHashMap<>();
		PartGraph.of(route, policy, (way) -> {
			ways.put(way.id(), way);
			return (exchange) -> Mono.empty();
		});
		assertThat(ways).hasSize(3);
		assertThat(ways.get("page.service").policy(Said.class)).isEqualTo(ofRoute);
		assertThat(ways.get("page.service").policy(String.class)).isNull();
		assertThat(ways.get("page.server").policy(Said.class)).isEqualTo(ofRoute);
		assertThat(ways.get("page.local").policy(Said.class)).isNull();
	}

	@Test
	void policyOfTheRouteCantBeThatOfAPart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AggregatePolicy.builder()
				.part("own", (part) -> part.service("orders").path("/a").with(new Said("own"))))
			.withMessage("Said holds for all parts of a route. Add it to the route");
	}

	/**
	 * Something about what leaves the gateway.
	 *
	 * @param text what it says
	 */
	private record Said(String text) implements OutboundPolicy {
	}

}
