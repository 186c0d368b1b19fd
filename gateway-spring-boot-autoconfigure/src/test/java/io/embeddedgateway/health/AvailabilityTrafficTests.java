package io.embeddedgateway.health;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.PanicChange;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * All instances go down, and come back.
 */
@ExtendWith(OutputCaptureExtension.class)
class AvailabilityTrafficTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final AtomicInteger status = new AtomicInteger(200);

	private Upstream first;

	private Upstream second;

	private GatewayApp app;

	@BeforeEach
	void start() {
		this.first = upstream();
		this.second = upstream();
		this.app = GatewayApp.start("""
				gateway:
				  services:
				    lenient: {instances: "%1$s, %2$s", health-check: {path: /health, interval: 1s, timeout: 900ms}}
				    strict:
				      instances: "%1$s, %2$s"
				      health-check: {path: /health, interval: 1s, timeout: 900ms, unhealthy-after: 1}
				      when-none-available: fail
				    careful: {instances: "%1$s, %2$s", panic-below: 60%%}
				  routes:
				    lenient: {path: /lenient, service: lenient}
				    strict: {path: /strict, service: strict}
				    careful: {path: /careful, service: careful}
				""".formatted(this.first.uri(), this.second.uri()), Changes.class);
	}

	private Upstream upstream() {
		return Upstream
			.with((request, response) -> response.status(request.uri().equals("/health") ? this.status.get() : 200)
				.sendString(Mono.just("OK")));
	}

	@AfterEach
	void stop() {
		this.app.close();
		this.first.close();
		this.second.close();
	}

	private LiveService service(String id) {
		return this.app.context().getBean(Services.class).get(id);
	}

	private void awaitState(String service, InstanceState state) {
		await().atMost(LONG)
			.until(() -> service(service).instances().stream().allMatch((instance) -> instance.state() == state));
	}

	@Test
	void allAreUsedWhenNoneIsAvailableUnlessTheServiceIsToFail(CapturedOutput output) throws IOException {
		this.status.set(503);
		awaitState("lenient", InstanceState.UNHEALTHY);
		awaitState("strict", InstanceState.UNHEALTHY);
		assertThat(RawHttp.get(this.app.port(), "/lenient")).startsWith("HTTP/1.1 200 ");
		assertThat(RawHttp.get(this.app.port(), "/strict")).startsWith("HTTP/1.1 503 ");
		this.status.set(200);
		awaitState("lenient", InstanceState.AVAILABLE);
		awaitState("strict", InstanceState.AVAILABLE);
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(RawHttp.get(this.app.port(), "/strict")).startsWith("HTTP/1.1 200 "));
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(this.app.context().getBean(Changes.class).panics())
				.contains(new PanicChange("lenient", true, 0, 2), new PanicChange("lenient", false, 1, 2))
				.noneMatch((change) -> change.serviceId().equals("strict")));
		assertThat(output).contains("Service 'lenient': " + this.first.uri() + " is unhealthy, was available: ")
			.contains("Service 'lenient' panics: only 0 of 2 instances are available")
			.contains("Service 'lenient' panics no more: 1 of 2 instances are available")
			.contains("Service 'lenient': " + this.first.uri() + " is available, was unhealthy: ");
	}

	@Test
	void serviceThatPanicsEarlyUsesAllBelowItsShare() {
		ServiceInstance instance = service("careful").instances().get(0);
		instance.condition().suspend(this, "a test");
		assertThat(service("careful").availability().panic()).isTrue();
		assertThat(service("careful").availability().candidates()).hasSize(2);
		instance.condition().resume(this, "a test");
		assertThat(service("careful").availability().panic()).isFalse();
	}

	@Test
	void instanceThatIsDrainedGetsNoMoreRequestsButIsStillChecked() throws IOException {
		ServiceInstance drained = service("lenient").instances().get(0);
		drained.condition().administer(AdminState.DRAINING, "a new version");
		for (int i = 0; i < 20; i++) {
			assertThat(RawHttp.get(this.app.port(), "/lenient")).startsWith("HTTP/1.1 200 ");
		}
		assertThat(this.first.received()).noneMatch((request) -> request.uri().equals("/lenient"));
		await().atMost(LONG)
			.until(() -> this.app.context()
				.getBean(Changes.class)
				.states("lenient")
				.stream()
				.anyMatch(
						(change) -> change.to() == InstanceState.DRAINING && change.reason().equals("a new version")));
		int before = this.first.received().size();
		await().atMost(LONG).until(() -> this.first.received().size() > before);
	}

}
