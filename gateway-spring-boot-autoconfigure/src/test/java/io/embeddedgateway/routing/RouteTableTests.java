package io.embeddedgateway.routing;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import reactor.core.publisher.Mono;

import io.embeddedgateway.AddressRange;
import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.InterimResponses;
import io.embeddedgateway.Route;
import io.embeddedgateway.RouteFeature;
import io.embeddedgateway.Target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RouteTableTests {

	private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

	@Test
	void mostSpecificPathWinsWhateverTheOrderOfDeclaration() {
		List<Route> routes = new ArrayList<>(List.of(route("all", "/**"), route("orders", "/orders/**"),
				route("one", "/orders/{id}"), route("seven", "/orders/7"), route("items", "/orders/{id}/items")));
		for (int i = 0; i < 5; i++) {
			Collections.rotate(routes, 1);
			RouteTable table = table(routes);
			assertThat(find(table, "/orders/7")).isEqualTo("seven");
			assertThat(find(table, "/orders/8")).isEqualTo("one");
			assertThat(find(table, "/orders/8/items")).isEqualTo("items");
			assertThat(find(table, "/orders/8/items/1")).isEqualTo("orders");
			assertThat(find(table, "/orders")).isEqualTo("orders");
			assertThat(find(table, "/other")).isEqualTo("all");
			assertThat(find(table, "/")).isEqualTo("all");
		}
	}

	@Test
	void explicitOrderGoesBeforeSpecificity() {
		RouteTable table = table(
				List.of(Route.builder("first").path("/**").order(-1).toUri("http://a"), route("specific", "/a"),
						Route.builder("last").path("/b").order(1).toUri("http://a"), route("b", "/{any}")));
		assertThat(find(table, "/a")).isEqualTo("first");
		assertThat(
				find(table(List.of(Route.builder("last").path("/b").order(1).toUri("http://a"), route("b", "/{any}"))),
						"/b"))
			.isEqualTo("b");
	}

	@Test
	void moreConditionsAreMoreSpecific() {
		RouteTable table = table(List.of(route("plain", "/a"),
				Route.builder("get").path("/a").with(RequestMatch.ANY.withMethods(HttpMethod.GET)).toUri("http://a"),
				Route.builder("header")
					.path("/a")
					.with(new RequestMatch(Set.of(HttpMethod.GET), List.of(), Map.of("X", ValueMatch.of("1")), Map.of(),
							Map.of(), List.of(), null, null))
					.toUri("http://a")));
		assertThat(find(table, "/a", "X: 1")).isEqualTo("header");
		assertThat(find(table, "/a", "X: 2")).isEqualTo("get");
		RouteMatch match = table.find(GatewayRequest.of(HttpMethod.POST, "/a"), client("h"),
				PathContainer.parsePath("/a"));
		assertThat(match).isNotNull();
		assertThat(match.entry().route().id()).isEqualTo("plain");
	}

	@Test
	void hostsAreMatchedExactlyAndBelow() {
		RouteTable table = table(List.of(route("any", "/**"),
				Route.builder("exact")
					.path("/**")
					.with(RequestMatch.ANY.withHosts("api.example.com"))
					.toUri("http://a"),
				Route.builder("below").path("/**").with(RequestMatch.ANY.withHosts("*.example.com")).toUri("http://a"),
				Route.builder("six").path("/**").with(RequestMatch.ANY.withHosts("[::1]")).toUri("http://a")));
		assertThat(findAt(table, "API.example.com:8080")).isEqualTo("exact");
		assertThat(findAt(table, "api.example.com.")).isEqualTo("exact");
		assertThat(findAt(table, "a.b.example.com")).isEqualTo("below");
		assertThat(findAt(table, "example.com")).isEqualTo("any");
		assertThat(findAt(table, "evilexample.com")).isEqualTo("any");
		assertThat(findAt(table, "[::1]:8080")).isEqualTo("six");
		assertThat(findAt(table, null)).isEqualTo("any");
	}

	@Test
	void conditionsOfAllKindsHaveToHold() {
		RequestMatch match = new RequestMatch(Set.of(), List.of(), Map.of(), Map.of("v", ValueMatch.of("a b")),
				Map.of("c", ValueMatch.present(true)), List.of(AddressRange.of("10.0.0.0/8")), NOW.minusSeconds(1),
				NOW.plusSeconds(1));
		RouteTable table = table(List.of(Route.builder("r").path("/a").with(match).toUri("http://a")));
		assertThat(find(table, "/a?v=a+b", "Cookie: x=1; c=2")).isEqualTo("r");
		assertThat(find(table, "/a?v=a%20b", "Cookie: c=")).isEqualTo("r");
		assertThat(find(table, "/a?v=ab", "Cookie: c=2")).isNull();
		assertThat(find(table, "/a?v=a+b", "Cookie: cc=2")).isNull();
		for (Instant[] period : new Instant[][] { { NOW.plusSeconds(1), null }, { null, NOW } }) {
			RequestMatch other = new RequestMatch(Set.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(),
					period[0], period[1]);
			assertThat(find(table(List.of(Route.builder("r").path("/a").with(other).toUri("http://a"))), "/a"))
				.isNull();
		}
	}

	@Test
	void conditionThatThrowsRefusesTheRequest() {
		RequestMatch match = new RequestMatch(Set.of(), List.of(), Map.of(), Map.of("v", ValueMatch.of("1")), Map.of(),
				List.of(), null, null);
		RouteTable table = table(
				List.of(Route.builder("r").path("/a").with(match).toUri("http://a"), route("other", "/**")));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> find(table, "/a?v=%zz"));
	}

	@Test
	void methodsThatWouldHaveMatchedAreKnown() {
		RouteTable table = table(List.of(
				Route.builder("r")
					.path("/a")
					.with(RequestMatch.ANY.withMethods(HttpMethod.PUT, HttpMethod.GET))
					.toUri("http://a"),
				Route.builder("s").path("/b").with(RequestMatch.ANY.withMethods(HttpMethod.PATCH)).toUri("http://a")));
		assertThat(table.allowedMethods(GatewayRequest.of(HttpMethod.POST, "/a"), client("h"),
				PathContainer.parsePath("/a")))
			.containsExactlyInAnyOrder(HttpMethod.PUT, HttpMethod.GET);
	}

	@Test
	void equalRoutesAreRefusedTogetherWithAllElse() {
		RouteCompiler compiler = new RouteCompiler(List.of(new ToUri()), new PathGuard(false),
				(exchange) -> Mono.empty(), Clock.systemUTC());
		assertThatExceptionOfType(RouteTableException.class)
			.isThrownBy(() -> compiler.compile(List.of(route("a", "/x/{id}"), route("b", "/x/{other}"),
					route("a", "/y/**"), route("c", "/y/{*all}"), Route.builder("d").path("/z").toService("none"))))
			.satisfies((ex) -> assertThat(ex.problems()).map(RouteProblem::toString)
				.containsExactlyInAnyOrder(
						"route 'b' matches exactly the same requests as route 'a', at path '/x/{other}'. Remove one, or "
								+ "tell them apart by 'match' or 'order'",
						"route 'a' has the same id as route 'a'. Give each route its own id",
						"route 'c' matches exactly the same requests as route 'a', at path '/y/{*all}'. Remove one, or "
								+ "tell them apart by 'match' or 'order'",
						"route 'd' can't be used: no feature answers for its target 'service none'. Is the feature "
								+ "switched off?"));
	}

	@Test
	void policyThatNoFeatureAppliesIsRefused() {
		RouteCompiler compiler = new RouteCompiler(List.of(new ToUri()), new PathGuard(false),
				(exchange) -> Mono.empty(), Clock.systemUTC());
		Route route = Route.builder("r").path("/a").with(Instant.now()).toUri("http://a");
		assertThatExceptionOfType(RouteTableException.class).isThrownBy(() -> compiler.compile(List.of(route)))
			.withMessage("route 'r' can't be used: no feature applies its Instant. Is the feature switched off?");
	}

	@Test
	void pathVariablesAreDecodedAndRaw() {
		RouteTable table = table(List.of(route("r", "/a/{id}/**"), route("s", "/s/{*tail}")));
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/a/x%20y/b%2Bc/d");
		var exchange = table.find(request, client("h"), PathContainer.parsePath(request.rawPath()))
			.exchange(request, client("h"), InterimResponses.NONE);
		assertThat(exchange.pathVariables()).containsEntry("id", "x y").containsEntry("rest", "b+c/d");
		assertThat(exchange.rawPathVariables()).containsEntry("id", "x%20y").containsEntry("rest", "/b%2Bc/d");
		GatewayRequest encoded = GatewayRequest.of(HttpMethod.GET, "/%61/x%20y/b");
		assertThat(table.find(encoded, client("h"), PathContainer.parsePath(encoded.rawPath()))
			.exchange(encoded, client("h"), InterimResponses.NONE)
			.rawPathVariables()).containsEntry("id", "x%20y").containsEntry("rest", "/b");
	}

	@Test
	void treeFindsWhatLookingAtAllRoutesFinds() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		String[] segments = { "a", "b", "c", "{v}", "*", "a?", "{v}x", "{n:[a-b]}", "" };
		List<Route> routes = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			String path = randomPath(random, segments, 1 + random.nextInt(4));
			try {
				Route route = Route.builder("r" + i)
					.path(path + ((random.nextInt(3) != 0) ? "" : "/**"))
					.order(random.nextInt(3))
					.toUri("http://a");
				if (RouteTable.problems(with(routes, route)).isEmpty()) {
					routes.add(route);
				}
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).hasMessageContaining("not a valid pattern");
			}
		}
		RouteTable table = table(routes);
		for (int i = 0; i < 2000; i++) {
			String path = randomPath(random, new String[] { "a", "b", "c", "ab", "cx", "d", "" },
					1 + random.nextInt(5));
			PathContainer parsed = PathContainer.parsePath(path);
			String expected = table.entries()
				.stream()
				.filter((entry) -> entry.pattern().matches(parsed))
				.map((entry) -> entry.route().id())
				.findFirst()
				.orElse(null);
			assertThat(find(table, path)).as("%s with seed %d", path, seed).isEqualTo(expected);
		}
	}

	private static List<Route> with(List<Route> routes, Route route) {
		List<Route> all = new ArrayList<>(routes);
		all.add(route);
		return all;
	}

	private static String randomPath(Random random, String[] segments, int length) {
		StringBuilder path = new StringBuilder();
		for (int i = 0; i < length; i++) {
			path.append('/')
				.append(segments[random.nextInt(segments.length)].replace("v", "v" + i).replace("n:", "n" + i + ":"));
		}
		return path.toString();
	}

	private static Route route(String id, String path) {
		return Route.builder(id).path(path).toUri("http://a");
	}

	static RouteTable table(List<Route> routes) {
		return new RouteCompiler(List.of(new ToUri()), new PathGuard(false), (exchange) -> Mono.empty(),
				Clock.fixed(NOW, ZoneOffset.UTC))
			.compile(routes);
	}

	private static ClientConnection client(@Nullable String host) {
		return ClientConnection.direct(new InetSocketAddress("10.1.1.1", 1), "http", host);
	}

	private static @Nullable String find(RouteTable table, String uri, String... headers) {
		HttpHeaders all = new HttpHeaders();
		Arrays.stream(headers).forEach((header) -> all.add(header.split(": ")[0], header.split(": ")[1]));
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, uri).withHeaders((copy) -> copy.addAll(all));
		RouteMatch match = table.find(request, client("h"), PathContainer.parsePath(request.rawPath()));
		return (match != null) ? match.entry().route().id() : null;
	}

	private static @Nullable String findAt(RouteTable table, @Nullable String host) {
		RouteMatch match = table.find(GatewayRequest.of(HttpMethod.GET, "/x"), client(host),
				PathContainer.parsePath("/x"));
		return (match != null) ? match.entry().route().id() : null;
	}

	/**
	 * Answers for all routes with a URI.
	 */
	private static final class ToUri implements RouteFeature {

		@Override
		public FilterStage stage() {
			return FilterStage.TARGET;
		}

		@Override
		public Set<Class<?>> policies() {
			return Set.of();
		}

		@Override
		public @Nullable GatewayFilter filterFor(Route route) {
			return (route.target() instanceof Target.Uri)
					? (exchange, chain) -> Mono.just(GatewayResponse.of(HttpStatus.OK)) : null;
		}

	}

}
