package io.embeddedgateway.routing;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

class ReachTests {

	@Test
	void routeBelowAWiderOneOfALowerOrderIsNeverReached() {
		assertThat(warnings(route("wide", -1, "/a/**"), route("never", 0, "/a/b/{c}"), route("same", 0, "/a"),
				route("other", 0, "/ab")))
			.hasSize(2)
			.allMatch((warning) -> warning.contains("route 'wide' has the lower 'order'"))
			.anyMatch((warning) -> warning.startsWith("route 'never' is never reached at '/a/b/{c}'"))
			.anyMatch((warning) -> warning.startsWith("route 'same' is never reached at '/a'"));
	}

	@Test
	void wideRouteOfTheSameOrderOrWithConditionsLeavesSomethingToOthers() {
		assertThat(warnings(route("wide", 0, "/**"), route("a", 0, "/a/b"))).isEmpty();
		Route conditional = Route.builder("conditional")
			.path("/**")
			.order(-1)
			.with(RequestMatch.ANY.withMethods(HttpMethod.GET))
			.toUri("http://a:1");
		assertThat(warnings(conditional, route("a", 0, "/a/b"))).isEmpty();
		assertThat(warnings(route("pattern", -1, "/{a}/**"), route("a", 0, "/a/b"))).isEmpty();
		assertThat(warnings(Route.builder("own").path("/**").order(-1).toLocal(), route("a", 0, "/a/b"))).isEmpty();
	}

	private static Route route(String id, int order, String path) {
		return Route.builder(id).path(path).order(order).toUri("http://a:1");
	}

	private static List<String> warnings(Route... routes) {
		return Reach.warnings(new RouteTable(List.of(routes).stream().map((route) -> {
			RequestMatch match = RouteCompiler.match(route);
			return new CompiledRoute(route, match, RequestConditions.compile(match, Clock.systemUTC()),
					(exchange) -> Mono.empty(), List.of(), false, null);
		}).toList(), List.of()));
	}

}
