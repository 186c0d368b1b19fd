package io.embeddedgateway.observability;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.observability.Termination.Phase;
import io.embeddedgateway.observability.Termination.Side;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RequestMetricsTests {

	private static final Termination CLOSED = new Termination(Side.UPSTREAM, Phase.BODY, "closed");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final RequestMetrics metrics = new RequestMetrics(this.registry);

	private static Route route(String id) {
		return Route.builder(id).path("/" + id + "/**").toService("orders");
	}

	private static RequestRecord request(String path) {
		return new RequestRecord(GatewayExchange.of(route("a"), GatewayRequest.of(HttpMethod.GET, path)),
				System.nanoTime());
	}

	private static void run(RequestListener listener, int status, Termination termination) {
		RequestRecord request = request("/a/b");
		listener.begun(request);
		request.ended(status, termination);
		listener.ended(request);
	}

	private long count(String route, String service, String status, String outcome) {
		Timer timer = this.registry.find(GatewayMeter.REQUESTS.meterName())
			.tags("route", route, "service", service, "status", status, "outcome", outcome)
			.timer();
		return (timer != null) ? timer.count() : -1;
	}

	private double active(String route) {
		Gauge gauge = this.registry.get(GatewayMeter.REQUESTS_ACTIVE.meterName()).tag("route", route).gauge();
		return gauge.value();
	}

	@Test
	void commonAnswersAreThereAhead() {
		RequestListener listener = this.metrics.listenerFor(route("a"));
		assertThat(count("a", "orders", "2xx", "complete")).isZero();
		assertThat(count("a", "orders", "5xx", "complete")).isZero();
		assertThat(count("a", "orders", "5xx", "upstream-error")).isNegative();
		run(listener, 200, Termination.COMPLETE);
		run(listener, 204, Termination.COMPLETE);
		run(listener, 404, Termination.COMPLETE);
		run(listener, 200, CLOSED);
		run(listener, 0, Termination.CLIENT_CANCEL);
		run(listener, 999, Termination.COMPLETE);
		assertThat(count("a", "orders", "2xx", "complete")).isEqualTo(2);
		assertThat(count("a", "orders", "4xx", "complete")).isEqualTo(1);
		assertThat(count("a", "orders", "2xx", "upstream-error")).isEqualTo(1);
		assertThat(count("a", "orders", "none", "client-cancel")).isEqualTo(1);
		assertThat(count("a", "orders", "none", "complete")).isEqualTo(1);
		assertThat(active("a")).isZero();
	}

	@Test
	void errorsAreCountedBySidePhaseAndCause() {
		RequestListener listener = this.metrics.listenerFor(route("a"));
		run(listener, 200, CLOSED);
		run(listener, 200, CLOSED);
		run(listener, 0, Termination.CLIENT_CANCEL);
		run(listener, 200, Termination.COMPLETE);
		Counter closed = this.registry.get(GatewayMeter.ERRORS.meterName())
			.tags("route", "a", "side", "upstream", "phase", "body", "cause", "closed")
			.counter();
		assertThat(closed.count()).isEqualTo(2);
		assertThat(this.registry.get(GatewayMeter.ERRORS.meterName()).counters()).hasSize(2);
	}

	@Test
	void webSocketIsNoSlowRequest() {
		RequestListener listener = this.metrics.listenerFor(route("a"));
		RequestRecord request = request("/a/b");
		listener.begun(request);
		assertThat(active("a")).isOne();
		request.ended(101, Termination.COMPLETE);
		listener.ended(request);
		assertThat(active("a")).isZero();
		assertThat(this.registry.get(GatewayMeter.REQUESTS.meterName()).timers())
			.allSatisfy((timer) -> assertThat(timer.count()).isZero());
	}

	@Test
	void timeOfTheGatewayAndOfServicesAreTold() {
		RequestListener listener = this.metrics.listenerFor(route("a"));
		run(listener, 200, Termination.COMPLETE);
		Timer overhead = this.registry.get(GatewayMeter.OVERHEAD.meterName()).tag("route", "a").timer();
		assertThat(overhead.count()).isOne();
		assertThat(overhead.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		// Nobody was asked
		assertThat(this.registry.get(GatewayMeter.UPSTREAM_WAIT.meterName()).tag("route", "a").timer().count())
			.isZero();
	}

	@Test
	void routesInTheNextTableGoOnAndOthersGo() {
		RequestListener first = this.metrics.listenerFor(route("a"));
		this.metrics.listenerFor(route("b"));
		this.metrics.retain(List.of(route("a"), route("b")));
		int both = ofRoutes().size();
		run(first, 200, Termination.COMPLETE);
		assertThat(this.metrics.listenerFor(route("a"))).isSameAs(first);
		this.metrics.retain(List.of(route("a")));
		assertThat(ofRoutes()).hasSize(both / 2)
			.allSatisfy((meter) -> assertThat(meter.getId().getTag("route")).isEqualTo("a"));
		assertThat(count("a", "orders", "2xx", "complete")).isEqualTo(1);
		this.metrics.retain(List.of());
		assertThat(ofRoutes()).isEmpty();
		run(first, 503, CLOSED);
		assertThat(ofRoutes()).isEmpty();
	}

	private List<Meter> ofRoutes() {
		return this.registry.getMeters().stream().filter((meter) -> meter.getId().getTag("route") != null).toList();
	}

	@Test
	void routeThatLeadsElsewhereNowKeepsWhatIsItsOwn() {
		run(this.metrics.listenerFor(route("a")), 200, Termination.COMPLETE);
		this.metrics.retain(List.of(route("a")));
		Route moved = Route.builder("a").path("/a/**").toUri("http://localhost");
		RequestListener next = this.metrics.listenerFor(moved);
		this.metrics.retain(List.of(moved));
		run(next, 200, Termination.COMPLETE);
		assertThat(count("a", "orders", "2xx", "complete")).isNegative();
		assertThat(count("a", "http://localhost:80", "2xx", "complete")).isEqualTo(1);
		assertThat(this.registry.get(GatewayMeter.OVERHEAD.meterName()).tag("route", "a").timer().count()).isEqualTo(2);
	}

	@Test
	void tableThatWasRefusedLeavesNothingBehind() {
		this.metrics.listenerFor(route("a"));
		this.metrics.retain(List.of(route("a")));
		Set<Meter> before = Set.copyOf(this.registry.getMeters());
		this.metrics.listenerFor(route("a"));
		this.metrics.listenerFor(route("refused"));
		this.metrics.listenerFor(Route.builder("a").path("/a/**").toUri("http://localhost"));
		this.metrics.retain(List.of(route("a")));
		assertThat(this.registry.getMeters()).containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void registryThatFailsDoesNoHarmAndIsLoggedOnce(CapturedOutput output) {
		SimpleMeterRegistry failing = new SimpleMeterRegistry() {

			@Override
			protected Timer newTimer(Meter.Id id,
					io.micrometer.core.instrument.distribution.DistributionStatisticConfig config,
					io.micrometer.core.instrument.distribution.pause.PauseDetector pauses) {
				throw new IllegalStateException("no more timers");
			}

		};
		RequestListener listener = new RequestMetrics(failing).listenerFor(route("a"));
		run(listener, 200, Termination.COMPLETE);
		run(listener, 500, CLOSED);
		assertThat(failing.get(GatewayMeter.ERRORS.meterName()).counter().count()).isOne();
		assertThat(output.getAll().split("The registry of meters failed", -1)).hasSize(2);
	}

	@Test
	void tenThousandPathsAreOneRoute() {
		RequestListener listener = this.metrics.listenerFor(route("a"));
		int before = this.registry.getMeters().size();
		for (int i = 0; i < 10_000; i++) {
			RequestRecord request = request("/a/" + i);
			listener.begun(request);
			request.ended(200, Termination.COMPLETE);
			listener.ended(request);
		}
		assertThat(this.registry.getMeters()).hasSize(before);
		assertThat(count("a", "orders", "2xx", "complete")).isEqualTo(10_000);
	}

}
