package io.embeddedgateway.observability.accesslog;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.ForbiddenException;
import io.embeddedgateway.Percentage;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which requests have a line.
 */
class AccessLogSampleTests {

	private static final AccessLogPolicy FEW = AccessLogPolicy.JSON.withFields(AccessLogField.STATUS)
		.withSample(Percentage.of("10%"));

	private static final DoubleSupplier NEVER_ASKED = () -> {
		throw new IllegalStateException("There is nothing to draw");
	};

	private final AccessLogLines lines = new AccessLogLines();

	@AfterEach
	void detach() {
		this.lines.close();
	}

	@Test
	void requestsAreDrawnByChance() {
		SplittableRandom random = new SplittableRandom(4711);
		LoggedRoute route = new LoggedRoute(FEW, route(null), random::nextDouble);
		for (int i = 0; i < 1000; i++) {
			route.get("/a");
		}
		assertThat(this.lines.take().size()).isBetween(70, 130);
	}

	@Test
	void whatFailedHasALineInAnyCase() {
		LoggedRoute route = new LoggedRoute(FEW, route(null), () -> 0.99);
		route.answer(200);
		route.answer(404);
		assertThat(this.lines.take()).isEmpty();
		route.answer(500);
		route.answer(503);
		route.fail(new ForbiddenException("no"));
		route.fail(new IllegalStateException("broken"));
		route.cancel();
		assertThat(this.lines.take()).containsExactly("{\"status\":500}", "{\"status\":503}", "{\"status\":403}",
				"{\"status\":500}", "{\"status\":0}");
	}

	@Test
	void shareOfTheRouteGoesBeforeThatOfAll() {
		LoggedRoute all = new LoggedRoute(FEW, route(RouteAccessLogPolicy.ALL), NEVER_ASKED);
		all.get("/a");
		assertThat(this.lines.take()).hasSize(1);
		LoggedRoute none = new LoggedRoute(FEW, route(RouteAccessLogPolicy.of("0%")), () -> 0);
		none.get("/a");
		assertThat(this.lines.take()).isEmpty();
		none.answer(500);
		assertThat(this.lines.take()).hasSize(1);
	}

	@Test
	void routeWithoutLinesCostsNothing() {
		assertThat(observer(AccessLogPolicy.JSON).listenerFor(route(RouteAccessLogPolicy.NONE))).isNull();
		assertThat(observer(AccessLogPolicy.NONE).listenerFor(route(null))).isNull();
		assertThat(observer(AccessLogPolicy.NONE).listenerFor(route(RouteAccessLogPolicy.ALL))).isNull();
		assertThat(observer(AccessLogPolicy.JSON).listenerFor(route(null))).isNotNull();
	}

	@Test
	void loggerThatIsOffCostsNothing() {
		this.lines.level(Level.WARN);
		LoggedRoute route = new LoggedRoute(FEW, route(null), NEVER_ASKED);
		route.get("/a");
		route.answer(500);
		assertThat(this.lines.take()).isEmpty();
		this.lines.level(Level.INFO);
		route.answer(500);
		assertThat(this.lines.take()).hasSize(1);
	}

	@Test
	void sourceOfChanceThatFailsHarmsNoRequest() {
		new LoggedRoute(FEW, route(null), NEVER_ASKED).get("/a");
		assertThat(this.lines.take()).isEmpty();
	}

	@Test
	void headerThatIsNotThereIsNoMistake() {
		new LoggedRoute(FEW.withSample(Percentage.of(100)).withRequestHeaders(HttpHeaders.COOKIE)).get("/a");
		assertThat(this.lines.take()).isEqualTo(List.of("{\"status\":200,\"requestHeaders\":{}}"));
	}

	private static AccessLogObserver observer(AccessLogPolicy policy) {
		return new AccessLogObserver(policy, Clock.systemUTC(), () -> 0);
	}

	private static Route route(RouteAccessLogPolicy policy) {
		Route.Builder route = Route.builder("orders").path("/**");
		return ((policy != null) ? route.with(policy) : route).toService("s");
	}

}
