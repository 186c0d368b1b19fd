package io.embeddedgateway.resilience;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

class PerRouteTests {

	private final PerRoute<Object> kept = new PerRoute<>();

	private final List<String> told = new ArrayList<>();

	// What filters hold
	private final List<Object> held = new ArrayList<>();

	private static Route route(String id, String service) {
		return Route.builder(id).path("/" + id).toService(service);
	}

	private Object keep(Route route) {
		Object kept = this.kept.get(route, "policy", Object::new);
		this.held.add(kept);
		return kept;
	}

	private void use(Route... routes) {
		this.kept.used(List.of(routes), (route) -> "policy");
	}

	private void observe() {
		this.kept.observe((routeId, target, kept) -> {
			this.told.add("+" + routeId + " " + target);
			return () -> this.told.add("-" + routeId);
		});
	}

	@Test
	void observerIsToldOfWhatIsThereAndOfWhatComesAndGoes() {
		Route first = route("a", "orders");
		keep(first);
		use(first);
		observe();
		assertThat(this.told).containsExactly("+a service orders");
		Route second = route("b", "orders");
		keep(second);
		use(first, second);
		use(first, second);
		use(second);
		assertThat(this.told).containsExactly("+a service orders", "+b service orders", "-a");
	}

	@Test
	void routeThatLeadsElsewhereGoesBeforeItComes() {
		observe();
		keep(route("a", "orders"));
		use(route("a", "orders"));
		keep(route("a", "customers"));
		use(route("a", "customers"));
		assertThat(this.told).containsExactly("+a service orders", "-a", "+a service customers");
	}

	@Test
	void tableThatWasRefusedIsNotToldOf() {
		observe();
		keep(route("refused", "orders"));
		use(route("a", "orders"));
		assertThat(this.told).isEmpty();
	}

	@Test
	void sameRouteKeepsWhatItHas() {
		Object before = keep(route("a", "orders"));
		use(route("a", "orders"));
		assertThat(keep(route("a", "orders"))).isSameAs(before);
	}

}
