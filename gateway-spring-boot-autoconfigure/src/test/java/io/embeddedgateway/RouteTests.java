package io.embeddedgateway;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Route} and how it reads paths.
 */
class RouteTests {

	@Test
	void builderSaysWhatARouteHas() {
		GatewayFilter first = (exchange, chain) -> chain.filter(exchange);
		GatewayFilter second = (exchange, chain) -> chain.filter(exchange);
		Route route = Route.builder("orders")
			.path("/orders/**", "/old-orders/**")
			.order(-1)
			.filter("second", second)
			.filter("first", first)
			.with("b")
			.with(3)
			.metadata("owner", "ann")
			.origin("application.yml:7")
			.toService("orders");
		assertThat(route.id()).isEqualTo("orders");
		assertThat(route.paths()).map(Object::toString).containsExactly("/orders/**", "/old-orders/**");
		assertThat(route.order()).isEqualTo(-1);
		Map<String, GatewayFilter> filters = new LinkedHashMap<>();
		filters.put("second", second);
		filters.put("first", first);
		assertThat(route.filters()).containsExactlyEntriesOf(filters);
		assertThat(route.policy(String.class)).isEqualTo("b");
		assertThat(route.policy(Integer.class)).isEqualTo(3);
		assertThat(route.policy(Long.class)).isNull();
		assertThat(route.metadata()).containsExactly(Map.entry("owner", "ann"));
		assertThat(route.origin()).isEqualTo("application.yml:7");
		assertThat(route).hasToString("route 'orders' (application.yml:7)");
	}

	@Test
	void whatIsNotSaidHasItsDefault() {
		Route route = Route.builder("orders").path("/orders").toLocal();
		assertThat(route.order()).isZero();
		assertThat(route.filters()).isEmpty();
		assertThat(route.metadata()).isEmpty();
		assertThat(route.origin()).isNull();
		assertThat(route).hasToString("route 'orders'");
	}

	@Test
	void routeEndsAtItsTarget() {
		Route.Builder builder = Route.builder("orders").path("/orders");
		assertThat(builder.toService("a").target()).isEqualTo(new Target.Service("a")).hasToString("service a");
		assertThat(builder.toUri("http://a:1").target()).isEqualTo(new Target.Uri(URI.create("http://a:1")))
			.hasToString("http://a:1");
		assertThat(builder.toLocal().target()).isEqualTo(new Target.Local()).hasToString("local");
		Route answer = builder.answer("gone");
		assertThat(answer.target()).isEqualTo(new Target.Answer(String.class)).hasToString("string");
		assertThat(answer.policy(String.class)).isEqualTo("gone");
	}

	@Test
	void routeDoesNotChangeWithItsBuilder() {
		Route.Builder builder = Route.builder("orders").path("/orders");
		Route route = builder.toLocal();
		builder.path("/more").metadata("a", "b").with("c").filter("d", (exchange, chain) -> chain.filter(exchange));
		assertThat(route.paths()).hasSize(1);
		assertThat(route.metadata()).isEmpty();
		assertThat(route.filters()).isEmpty();
		assertThat(route.policy(String.class)).isNull();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> route.filters().clear());
	}

	@Test
	void policyIsSetOnce() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Route.builder("orders").path("/a").with("first").with("second"))
			.withMessage("Route 'orders' has more than one String");
	}

	@Test
	void mistakesAreTaught() {
		assertThatIllegalArgumentException().isThrownBy(() -> Route.builder(" ")).withMessage("A route needs an id");
		assertThatIllegalArgumentException().isThrownBy(() -> Route.builder("orders").toLocal())
			.withMessage("Route 'orders' has no path");
		assertThatIllegalArgumentException().isThrownBy(() -> Route.builder("orders").path("orders"))
			.withMessage("Path 'orders' has to start with a slash");
		assertThatIllegalArgumentException().isThrownBy(() -> Route.builder("orders").path("/orders/{id"))
			.withMessageStartingWith("Path '/orders/{id' is not a valid pattern: ")
			.withMessageEndingWith(", at character 11");
	}

	@ParameterizedTest
	@CsvSource({ "/orders,''", "/orders/{id},id", "/{a}/{b:[a-z]{2}}/x,a|b", "/files/{*path},path", "/files/**,rest",
			"/{a}-{b}/**,a|b|rest", "/files/**/x,''", "/{a:\\d+},a", "/**,rest" })
	void variablesAreFoundInThePath(String path, String names) {
		assertThat(PathPatterns.variableNames(path)).containsExactlyInAnyOrder(split(names));
	}

	@Test
	void variablesAreThoseThatEveryPathHas() {
		Route route = Route.builder("orders").path("/orders/{id}/**", "/o/{id}/{nr}").toLocal();
		assertThat(route.pathVariableNames()).containsExactly("id");
	}

	private static String[] split(String names) {
		return names.isEmpty() ? new String[0] : names.split("\\|");
	}

}
