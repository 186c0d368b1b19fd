package io.embeddedgateway.health;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests leave an instance that fails them, and come back when it works again.
 */
class OutlierTrafficTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

	private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);

	private final AtomicInteger asked = new AtomicInteger();

	private final List<RawHttp> hanging = new ArrayList<>();

	private Upstream good;

	private RawUpstream bad;

	private GatewayApp app;

	@BeforeEach
	void start() throws IOException {
		this.good = Upstream.named("good");
		this.bad = RawUpstream.with(this::answer);
		this.app = GatewayApp.start("""
				gateway:
				  services:
				    orders:
				      instances: "%s, %s"
				      load-balancer: round-robin
				      response-timeout: 10s
				      outlier-detection: {ejection-time: 500ms, max-ejection-time: 500ms}
				  routes:
				    orders: {path: /orders, service: orders, timeout: 300ms}
				    patient: {path: /patient, service: orders}
				""".formatted(this.bad.uri(), this.good.uri()), Changes.class);
	}

	private void answer(RawHttp connection) throws IOException {
		connection.readUntil("\r\n\r\n");
		this.asked.incrementAndGet();
		switch (this.fault.get()) {
			case NONE -> connection.send(OK);
			case RESETS -> connection.reset();
			case CLOSES -> connection.send("");
			case BUSY -> connection.send("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
			case UNAVAILABLE -> connection.send("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
			case ERROR -> connection.send("HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n");
			case BREAKS_OFF -> connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nOK");
			case HANGS -> connection.readAll();
		}
	}

	@AfterEach
	void stop() throws IOException {
		for (RawHttp connection : this.hanging) {
			connection.close();
		}
		this.app.close();
		this.good.close();
		this.bad.close();
	}

	private ServiceInstance instance() {
		return this.app.context().getBean(Services.class).get("orders").instances().get(0);
	}

	private void send(int requests) throws IOException {
		for (int i = 0; i < requests; i++) {
			RawHttp.get(this.app.port(), "/orders");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "RESETS", "CLOSES", "UNAVAILABLE", "BREAKS_OFF", "HANGS" })
	void failingInstanceIsEjectedAndComesBackOnceItWorks(Fault fault) throws IOException {
		this.fault.set(fault);
		send(12);
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(this.app.context().getBean(Changes.class).states())
				.extracting(InstanceStateChange::to)
				.startsWith(InstanceState.EJECTED));
		await().atMost(LONG).until(() -> {
			send(2);
			return this.asked.get() > 5;
		});
		this.fault.set(Fault.NONE);
		await().atMost(LONG).untilAsserted(() -> {
			send(2);
			assertThat(instance().state()).isEqualTo(InstanceState.AVAILABLE);
		});
		assertThat(RawHttp.get(this.app.port(), "/orders") + RawHttp.get(this.app.port(), "/orders")).contains("good")
			.contains("OK");
	}

	@ParameterizedTest
	@EnumSource(names = { "BUSY", "ERROR" })
	void busyInstanceAndOneWithErrorsStay(Fault fault) throws IOException {
		this.fault.set(fault);
		send(40);
		assertThat(this.asked).hasValueGreaterThan(15);
		assertThat(instance().state()).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void clientsThatLeaveDoNotCount() throws IOException {
		this.fault.set(Fault.HANGS);
		for (int i = 0; i < 30; i++) {
			int before = this.asked.get() + this.good.received().size();
			try (RawHttp client = new RawHttp(this.app.port())) {
				client.send("GET /patient HTTP/1.1\r\nHost: a\r\n\r\n");
				await().atMost(LONG).until(() -> this.asked.get() + this.good.received().size() > before);
			}
		}
		LiveService service = this.app.context().getBean(Services.class).get("orders");
		await().atMost(LONG).until(() -> service.instances().stream().allMatch((one) -> one.inFlight() == 0));
		assertThat(this.asked).hasValueGreaterThan(10);
		assertThat(instance().state()).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void instanceOnTrialHasOneRequestAtATime() throws IOException {
		this.fault.set(Fault.RESETS);
		send(12);
		await().atMost(LONG).until(() -> instance().state() != InstanceState.AVAILABLE);
		this.fault.set(Fault.HANGS);
		await().atMost(LONG).until(() -> instance().state() == InstanceState.ON_TRIAL);
		int before = this.asked.get();
		for (int i = 0; i < 20; i++) {
			RawHttp client = new RawHttp(this.app.port());
			this.hanging.add(client);
			client.send("GET /patient HTTP/1.1\r\nHost: a\r\n\r\n");
		}
		await().atMost(LONG).until(() -> this.good.received().size() >= 19);
		await().atMost(LONG).until(() -> this.asked.get() > before);
		assertThat(this.asked).hasValue(before + 1);
		assertThat(instance().inFlight()).isOne();
	}

	private enum Fault {

		NONE, RESETS, CLOSES, BUSY, UNAVAILABLE, ERROR, BREAKS_OFF, HANGS

	}

}
