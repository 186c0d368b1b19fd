package io.embeddedgateway.routing;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteChains;
import io.embeddedgateway.RouteFeature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where routes may lead.
 */
class RouteLinksTests {

	private static final Route WITH_LOCAL_PART = Route.builder("page")
		.path("/page")
		.answer(new Calls(Route.builder("page.own").path("/page").toLocal()));

	private final RouteCompiler compiler = new RouteCompiler(List.of(new LeadsFeature()),
			(exchange, chain) -> chain.filter(exchange), (exchange) -> Mono.empty(), Clock.systemUTC());

	@Test
	void routeMayEndAtTheApplicationInPart() {
		assertThat(this.compiler.compile(List.of(WITH_LOCAL_PART)).entries()).hasSize(1);
	}

	@Test
	void noOtherRouteLeadsToOneThatEndsAtTheApplicationInPart() {
		Route other = Route.builder("other").path("/other").answer(new Leads("page"));
		assertThatExceptionOfType(RouteTableException.class)
			.isThrownBy(() -> this.compiler.compile(List.of(other, WITH_LOCAL_PART)))
			.withMessageContaining("leads to route 'page', a part of which ends at the application's own handlers");
	}

	/**
	 * Leads to another route.
	 *
	 * @param id the id of the route
	 */
	private record Leads(String id) {
	}

	/**
	 * Leads along a route of its own.
	 *
	 * @param way the route
	 */
	private record Calls(Route way) {
	}

	private static final class LeadsFeature implements RouteFeature {

		@Override
		public FilterStage stage() {
			return FilterStage.TARGET;
		}

		@Override
		public Set<Class<?>> policies() {
			return Set.of(Leads.class, Calls.class);
		}

		@Override
		public @Nullable GatewayFilter filterFor(Route route) {
			return null;
		}

		@Override
		public @Nullable GatewayFilter filterFor(Route route, RouteChains chains) {
			Leads leads = route.policy(Leads.class);
			Calls calls = route.policy(Calls.class);
			if (leads != null) {
				chains.to(leads.id());
			}
			if (calls != null) {
				chains.along(calls.way());
			}
			return (leads != null || calls != null) ? (exchange, chain) -> Mono.empty() : null;
		}

	}

}
