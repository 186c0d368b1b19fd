package io.embeddedgateway.observability;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is measured of requests over real sockets.
 */
class MetricsTests {

	private static final Sinks.Many<List<Route>> routes = Sinks.many().replay().latest();

	private static RawUpstream upstream;

	private static GatewayApp app;

	private static MeterRegistry registry;

	private static int closedPort;

	@BeforeAll
	static void start() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			closedPort = free.getLocalPort();
		}
		upstream = RawUpstream.with(MetricsTests::serve);
		app = GatewayApp.start("""
				gateway:
				  services:
				    good: {instances: "%1$s", retry: none}
				    half:
				      instances: ["%1$s", "http://127.0.0.1:%2$d"]
				      load-balancer: round-robin
				      outlier-detection: none
				    broken: {instances: "%1$s", circuit-breaker: {minimum-calls: 1, window: 1}, retry: none}
				    quiet: {instances: "%1$s", response-timeout: 200ms, retry: none}
				  routes:
				    good: {path: /good/**, service: good}
				    posted: {path: /posted, service: good}
				    limited: {path: /limited, service: good, rate-limit: 1/1h}
				    single: {path: /single/**, service: good, max-concurrent: 1}
				    closed: {path: /closed, uri: "http://127.0.0.1:%2$d", retry: none}
				    late: {path: /quiet/late, service: good, timeout: 200ms}
				    quiet: {path: /quiet/**, service: quiet}
				    half: {path: /half/**, service: half, retry: {attempts: 2, backoff: 1ms}}
				    broken: {path: /broken/**, service: broken}
				    fault: {path: /fault, service: good, filters: faulty}
				""".formatted(upstream.uri(), closedPort), Beans.class);
		registry = app.context().getBean(MeterRegistry.class);
	}

	private static void serve(RawHttp connection) throws IOException {
		String head = connection.readUntil("\r\n\r\n");
		while (true) {
			if (head.contains("/missing")) {
				connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone");
			}
			else if (head.contains("/fails")) {
				connection.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
			}
			else if (head.contains("/cut")) {
				connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
				return;
			}
			else if (head.contains("/streams")) {
				connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n").readAll();
			}
			else if (head.contains("/quiet")) {
				connection.readAll();
			}
			else {
				connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
			}
			head = connection.readUntil("\r\n\r\n");
		}
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	private static String get(String path) throws IOException {
		return RawHttp.get(app.port(), path);
	}

	private static long requests(String route, String status, String outcome) {
		Timer timer = registry.find(GatewayMeter.REQUESTS.meterName())
			.tags("route", route, "status", status, "outcome", outcome)
			.timer();
		return (timer != null) ? timer.count() : 0;
	}

	private static void awaitRequests(String route, String status, String outcome, long count) {
		await().atMost(10, TimeUnit.SECONDS).until(() -> requests(route, status, outcome) == count);
	}

	private static double errors(String route, String side, String phase, String cause) {
		return registry.get(GatewayMeter.ERRORS.meterName())
			.tags("route", route, "side", side, "phase", phase, "cause", cause)
			.counter()
			.count();
	}

	private static double counted(GatewayMeter meter, String... tags) {
		return registry.get(meter.meterName())
			.tags(tags)
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum();
	}

	private static double gauge(GatewayMeter meter, String... tags) {
		return registry.get(meter.meterName()).tags(tags).gauge().value();
	}

	@Test
	void answersOfServicesAreComplete() throws IOException {
		assertThat(get("/good/a")).startsWith("HTTP/1.1 200 ");
		assertThat(get("/good/missing")).startsWith("HTTP/1.1 404 ");
		awaitRequests("good", "2xx", "complete", 1);
		awaitRequests("good", "4xx", "complete", 1);
		assertThat(counted(GatewayMeter.BYTES, "route", "good", "body", "response")).isGreaterThanOrEqualTo(9);
		assertThat(registry.get(GatewayMeter.UPSTREAM_WAIT.meterName()).tag("route", "good").timer().count())
			.isPositive();
		assertThat(counted(GatewayMeter.INSTANCE_PICKS, "service", "good")).isPositive();
		assertThat(counted(GatewayMeter.INSTANCE_REQUESTS, "service", "good", "outcome", "success")).isPositive();
		assertThat(registry.get(GatewayMeter.INSTANCE_RESPONSE.meterName()).tag("service", "good").timer().count())
			.isPositive();
		assertThat(gauge(GatewayMeter.CONNECTIONS, "instance", upstream.uri(), "state", "idle")).isPositive();
		await().atMost(10, TimeUnit.SECONDS).until(() -> gauge(GatewayMeter.INSTANCE_ACTIVE, "service", "good") == 0);
	}

	@Test
	void bodiesOfRequestsAreCounted() throws IOException {
		RawHttp.exchange(app.port(),
				"POST /posted HTTP/1.1\r\nHost: g\r\nConnection: close\r\nContent-Length: 7\r\n" + "\r\n1234567");
		awaitRequests("posted", "2xx", "complete", 1);
		assertThat(counted(GatewayMeter.BYTES, "route", "posted", "body", "request")).isEqualTo(7);
	}

	@Test
	void refusalIsNoFailureOfTheService() throws IOException {
		get("/limited");
		assertThat(get("/limited")).startsWith("HTTP/1.1 429 ");
		awaitRequests("limited", "4xx", "refused", 1);
		assertThat(errors("limited", "gateway", "refused", "too-many-requests")).isOne();
		assertThat(requests("limited", "2xx", "complete")).isOne();
	}

	@Test
	void clientThatLeavesIsCountedAndNothingStaysOpen() throws IOException {
		try (RawHttp client = new RawHttp(app.port())) {
			client.send("GET /single/streams HTTP/1.1\r\nHost: g\r\n\r\n").readUntil("hello");
			assertThat(gauge(GatewayMeter.REQUESTS_ACTIVE, "route", "single")).isOne();
			assertThat(gauge(GatewayMeter.CONCURRENCY_ACTIVE, "route", "single")).isOne();
			assertThat(gauge(GatewayMeter.CONNECTIONS, "instance", upstream.uri(), "state", "busy")).isPositive();
			assertThat(get("/single/a")).startsWith("HTTP/1.1 503 ");
			client.reset();
		}
		awaitRequests("single", "2xx", "client-cancel", 1);
		assertThat(errors("single", "client", "cancel", "client-cancel")).isOne();
		assertThat(errors("single", "gateway", "refused", "concurrency")).isOne();
		assertThat(counted(GatewayMeter.CONCURRENCY_REFUSED, "route", "single", "service", "good")).isOne();
		assertThat(gauge(GatewayMeter.REQUESTS_ACTIVE, "route", "single")).isZero();
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> gauge(GatewayMeter.CONCURRENCY_ACTIVE, "route", "single") == 0
					&& gauge(GatewayMeter.CONNECTIONS, "instance", upstream.uri(), "state", "busy") == 0);
	}

	@Test
	void resetInTheMiddleOfABodyIsAFailureInTheBody() throws IOException {
		assertThat(get("/good/cut")).endsWith("hello");
		awaitRequests("good", "2xx", "upstream-error", 1);
		assertThat(errors("good", "upstream", "body", "closed")).isOne();
		assertThat(counted(GatewayMeter.INSTANCE_REQUESTS, "service", "good", "outcome", "broken")).isPositive();
	}

	@Test
	void instanceThatDoesNotAcceptIsAFailureToConnect() throws IOException {
		assertThat(get("/closed")).startsWith("HTTP/1.1 502 ");
		awaitRequests("closed", "5xx", "upstream-error", 1);
		assertThat(errors("closed", "upstream", "connect", "connect")).isOne();
	}

	@Test
	void timeoutsOfTheRouteAndOfTheServiceAreTold() throws IOException {
		assertThat(get("/quiet/late")).startsWith("HTTP/1.1 504 ");
		assertThat(get("/quiet/a")).startsWith("HTTP/1.1 504 ");
		awaitRequests("late", "5xx", "upstream-error", 1);
		awaitRequests("quiet", "5xx", "upstream-error", 1);
		assertThat(errors("late", "upstream", "timeout", "deadline")).isOne();
		assertThat(errors("quiet", "upstream", "timeout", "response-timeout")).isOne();
	}

	@Test
	void secondAttemptIsARetryAndOneRequest() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(get("/half/" + i)).startsWith("HTTP/1.1 200 ");
		}
		awaitRequests("half", "2xx", "complete", 4);
		double retries = counted(GatewayMeter.RETRIES, "route", "half", "service", "half", "reason", "unsent");
		assertThat(retries).isPositive();
		assertThat(counted(GatewayMeter.INSTANCE_REQUESTS, "instance", "http://127.0.0.1:" + closedPort, "outcome",
				"unreachable"))
			.isEqualTo(retries);
	}

	@Test
	void openBreakerRefuses() throws IOException {
		assertThat(get("/broken/fails")).startsWith("HTTP/1.1 500 ");
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> gauge(GatewayMeter.CIRCUIT_BREAKER_STATE, "service", "broken", "state", "open") == 1);
		assertThat(get("/broken/a")).startsWith("HTTP/1.1 503 ");
		awaitRequests("broken", "5xx", "refused", 1);
		assertThat(requests("broken", "5xx", "complete")).isOne();
		assertThat(errors("broken", "gateway", "refused", "circuit-breaker")).isOne();
		assertThat(counted(GatewayMeter.CIRCUIT_BREAKER_REFUSED, "service", "broken", "route", "none")).isOne();
		assertThat(counted(GatewayMeter.CIRCUIT_BREAKER_TRANSITIONS, "service", "broken", "to", "open")).isOne();
		assertThat(gauge(GatewayMeter.CIRCUIT_BREAKER_STATE, "service", "broken", "state", "closed")).isZero();
	}

	@Test
	void faultOfAFilterIsOneOfTheGateway() throws IOException {
		assertThat(get("/fault")).startsWith("HTTP/1.1 500 ");
		awaitRequests("fault", "5xx", "gateway-error", 1);
		assertThat(errors("fault", "gateway", "headers", "fault")).isOne();
	}

	@Test
	void metersOfARouteGoWithIt() throws IOException {
		emit(List.of(Route.builder("visitor").path("/visitor").toUri(upstream.uri())));
		assertThat(get("/visitor")).startsWith("HTTP/1.1 200 ");
		awaitRequests("visitor", "2xx", "complete", 1);
		emit(List.of());
		assertThat(registry.getMeters().stream().map((meter) -> meter.getId().getTag("route")))
			.doesNotContain("visitor")
			.contains("good");
	}

	private static void emit(List<Route> next) {
		routes.tryEmitNext(next).orThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		GatewayFilter faulty() {
			return (exchange, chain) -> {
				throw new IllegalStateException("a fault");
			};
		}

		@Bean
		RouteSource visitors() {
			return routes::asFlux;
		}

	}

}
