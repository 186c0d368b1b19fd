package io.embeddedgateway.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.PanicChange;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class InstanceEventsTests {

	private final Services services = new Services(List.of(Service.builder("orders").instances("http://a:1").build()));

	private final LiveService service = this.services.get("orders");

	private void checked(CheckedHealth health) {
		this.service.instances().get(0).condition().checked(health, "a test");
	}

	@Test
	void changesArePublishedInTheirOrderOnAnotherThread() {
		List<Object> events = new CopyOnWriteArrayList<>();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		try (InstanceEvents publication = new InstanceEvents(this.services, (event) -> {
			threads.add(Thread.currentThread());
			events.add(event);
		}, Schedulers.boundedElastic())) {
			checked(CheckedHealth.UNHEALTHY);
			checked(CheckedHealth.HEALTHY);
			await().until(() -> events.size() == 4);
			assertThat(publication).isNotNull();
		}
		assertThat(events).containsExactly(
				new InstanceStateChange("orders", "http://a:1", InstanceState.AVAILABLE, InstanceState.UNHEALTHY,
						"a test"),
				new PanicChange("orders", true, 0, 1), new InstanceStateChange("orders", "http://a:1",
						InstanceState.UNHEALTHY, InstanceState.AVAILABLE, "a test"),
				new PanicChange("orders", false, 1, 1));
		assertThat(threads).doesNotContain(Thread.currentThread());
	}

	@Test
	void listenerThatFailsKeepsNothingFromTheNextEvent() {
		VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
		List<Object> events = new ArrayList<>();
		InstanceEvents publication = new InstanceEvents(this.services, (event) -> {
			events.add(event);
			throw new IllegalStateException("broken");
		}, scheduler);
		checked(CheckedHealth.UNHEALTHY);
		scheduler.advanceTime();
		checked(CheckedHealth.HEALTHY);
		scheduler.advanceTime();
		assertThat(events).hasSize(4);
		publication.close();
		checked(CheckedHealth.UNHEALTHY);
		scheduler.advanceTime();
		assertThat(events).hasSize(4);
	}

}
