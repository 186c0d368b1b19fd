package io.embeddedgateway.relay;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * On which routes callers are relayed.
 */
class RelayFeatureTests {

	private static final RelayPolicy REMOVE = RelayPolicy.of("remove");

	private final RelayFeature feature = new RelayFeature(new Services(List.of()),
			new TokenClients(Map.of(), (policy) -> {
				throw new IllegalStateException("There is no token client");
			}), new TokenStore(Clock.systemUTC(), Schedulers.parallel()), RelayPolicy.DEFAULT, Set.of(), false);

	@Test
	void routeThatAnswersByItselfLeavesItToTheCallsThatItMakes() {
		assertThat(this.feature.filterFor(Route.builder("r").path("/r").with(REMOVE).answer("hello"))).isNull();
		assertThat(this.feature.filterFor(Route.builder("r").path("/r").with(REMOVE).toUri("http://a:1"))).isNotNull();
	}

	@Test
	void callOfAnotherRouteIsGuardedWhoeverMayUseThatRoute() {
		Route way = Route.builder("r.part").path("/r").toUri("http://a:1");
		assertThat(this.feature.filterFor(way)).isNull();
		assertThat(this.feature.filterFor(way, new PartOfAnother())).isNotNull();
	}

	@Test
	void headerOfThePartIsNotTakenForThatOfTheClient() {
		RelayPolicy policy = new RelayPolicy(null, Map.of("tenant", "X-Tenant"), null, Set.of(), Set.of());
		ClaimHeaderFeature claims = new ClaimHeaderFeature(new Services(List.of()), policy);
		Route way = Route.builder("r.part").path("/r").toUri("http://a:1");
		assertThat(claims.filterFor(way)).isNotNull();
		assertThat(claims.filterFor(way, new PartOfAnother())).isNull();
	}

	private static final class PartOfAnother implements RouteChains {

		@Override
		public boolean isPart() {
			return true;
		}

		@Override
		public GatewayFilterChain to(String id) {
			throw new IllegalArgumentException("there is no route '" + id + "'");
		}

		@Override
		public GatewayFilterChain along(Route route) {
			throw new IllegalArgumentException("there is no way along " + route);
		}

	}

}
