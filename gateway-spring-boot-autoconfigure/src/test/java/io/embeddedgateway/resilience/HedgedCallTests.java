package io.embeddedgateway.resilience;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests that two instances work on, over real sockets.
 */
class HedgedCallTests {

	private final AtomicInteger cancelled = new AtomicInteger();

	private Upstream slow;

	private Upstream fast;

	private Upstream failing;

	private GatewayApp app;

	@BeforeEach
	void start() {
		this.slow = Upstream
			.with((request, response) -> Mono.<Void>never().doOnCancel(this.cancelled::incrementAndGet));
		this.fast = Upstream.named("fast");
		this.failing = Upstream.with((request, response) -> response.status(500).send());
		this.app = GatewayApp
			.start("""
					gateway:
					  services:
					    hedged: {instances: ["%1$s", "%2$s"], load-balancer: round-robin, hedge: 50ms}
					    failing: {instances: ["%1$s", "%3$s"], load-balancer: round-robin, hedge: 50ms, response-timeout: 1s}
					    alone: {instances: ["%1$s"], hedge: 50ms, response-timeout: 1s}
					  routes:
					    hedged: {path: /hedged, service: hedged}
					    unhurried: {path: /unhurried, service: hedged, hedge: 1m, timeout: {response: 500ms}}
					    failing: {path: /failing, service: failing}
					    alone: {path: /alone, service: alone}
					"""
				.formatted(this.slow.uri(), this.fast.uri(), this.failing.uri()));
	}

	@AfterEach
	void stop() {
		this.app.close();
		this.slow.close();
		this.fast.close();
		this.failing.close();
	}

	@Test
	void slowInstanceIsNotWaitedForAndIsCancelled() throws IOException {
		for (int i = 0; i < 4; i++) {
			assertThat(RawHttp.get(this.app.port(), "/hedged")).startsWith("HTTP/1.1 200 ").contains("fast");
		}
		assertThat(this.slow.received()).hasSize(2);
		assertThat(this.fast.received()).hasSize(4);
		assertSettled("hedged");
		assertThat(counted(GatewayMeter.HEDGES)).isEqualTo(2);
		assertThat(counted(GatewayMeter.HEDGES_WON)).isEqualTo(2);
	}

	private double counted(GatewayMeter meter) {
		FunctionCounter counter = this.app.context()
			.getBean(MeterRegistry.class)
			.get(meter.meterName())
			.tags("route", "hedged", "service", "hedged")
			.functionCounter();
		return counter.count();
	}

	@Test
	void requestThatIsNotSafeIsSentOnce() throws IOException {
		String request = "POST /hedged HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
		try (RawHttp first = new RawHttp(this.app.port()); RawHttp second = new RawHttp(this.app.port())) {
			first.send(request);
			second.send(request);
			await().until(() -> this.slow.received().size() == 1 && this.fast.received().size() == 1);
			await().during(Duration.ofMillis(200)).until(() -> this.fast.received().size() == 1);
		}
		assertSettled("hedged");
	}

	@Test
	void failureOfOneDoesNotEndTheOther() throws IOException {
		for (int i = 0; i < 2; i++) {
			assertThat(RawHttp.get(this.app.port(), "/failing")).matches("(?s)HTTP/1.1 50[04] .*");
		}
		assertSettled("failing");
	}

	@Test
	void withoutAnotherInstanceThereIsNobodyElseToAsk() throws IOException {
		assertThat(RawHttp.get(this.app.port(), "/alone")).startsWith("HTTP/1.1 504 ");
		assertThat(this.slow.received()).hasSize(1);
	}

	@Test
	void routeGoesBeforeItsService() throws IOException {
		int late = 0;
		for (int i = 0; i < 2; i++) {
			late += RawHttp.get(this.app.port(), "/unhurried").startsWith("HTTP/1.1 504 ") ? 1 : 0;
		}
		assertThat(late).isEqualTo(1);
	}

	private void assertSettled(String id) {
		Services services = this.app.context().getBean(Services.class);
		await().untilAsserted(
				() -> assertThat(services.get(id).instances()).map(ServiceInstance::inFlight).containsOnly(0));
		assertThat(RetryBudget.of(services.get(id), System::nanoTime).repeated()).isZero();
	}

}
