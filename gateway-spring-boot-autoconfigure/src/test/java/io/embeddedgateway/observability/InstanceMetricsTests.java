package io.embeddedgateway.observability;

import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.embeddedgateway.metrics.GatewayMeter;
import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.CallOutcome;
import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Service;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.ServiceListener;
import io.embeddedgateway.service.Services;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Services services = new Services(
			List.of(Service.builder("orders").instances("http://a:1", "http://b:1").build()));

	private final LiveService service = this.services.get("orders");

	InstanceMetricsTests() {
		new InstanceMetrics(this.services, this.registry);
	}

	private double instances(String state) {
		return this.registry.get(GatewayMeter.INSTANCES.meterName())
			.tags("service", "orders", "state", state)
			.gauge()
			.value();
	}

	private double transitions(String instance, String to) {
		return this.registry.get(GatewayMeter.INSTANCE_TRANSITIONS.meterName())
			.tags("service", "orders", "instance", instance, "to", to)
			.counter()
			.count();
	}

	@Test
	void instancesAreCountedByState() {
		assertThat(instances("available")).isEqualTo(2);
		this.service.instances().get(0).condition().suspend(this, "a test");
		assertThat(instances("available")).isOne();
		assertThat(instances("ejected")).isOne();
		this.service.instances().get(0).condition().tryAgain(this, "a test");
		assertThat(instances("on-trial")).isOne();
		assertThat(instances("ejected")).isZero();
	}

	@Test
	void transitionsAreCounted() {
		for (int i = 0; i < 3; i++) {
			this.service.instances().get(1).condition().checked(CheckedHealth.UNHEALTHY, "a test");
			this.service.instances().get(1).condition().checked(CheckedHealth.HEALTHY, "a test");
		}
		assertThat(transitions("http://b:1", "unhealthy")).isEqualTo(3);
		assertThat(transitions("http://b:1", "available")).isEqualTo(3);
		assertThat(this.registry.find(GatewayMeter.INSTANCE_TRANSITIONS.meterName())
			.tag("instance", "http://a:1")
			.counters()).isEmpty();
	}

	@Test
	void panicIsAGauge() {
		this.service.instances().forEach((instance) -> instance.condition().checked(CheckedHealth.UNHEALTHY, "a test"));
		assertThat(this.registry.get(GatewayMeter.SERVICE_PANIC.meterName()).tag("service", "orders").gauge().value())
			.isOne();
		this.service.instances().forEach((instance) -> instance.condition().checked(CheckedHealth.HEALTHY, "a test"));
		assertThat(this.registry.get(GatewayMeter.SERVICE_PANIC.meterName()).tag("service", "orders").gauge().value())
			.isZero();
	}

	@Test
	void nothingStaysOfInstancesThatLeft() {
		this.service.update(List.of());
		int before = this.registry.getMeters().size();
		for (int i = 0; i < 1000; i++) {
			this.service.update(List.of(Instance.of("http://i" + i + ":1")));
			this.service.instances().get(0).condition().administer(AdminState.DISABLED, "a test");
		}
		assertThat(this.registry.getMeters()).hasSize(before + 5);
		this.service.update(List.of());
		assertThat(this.registry.getMeters()).hasSize(before);
		assertThat(instances("disabled")).isZero();
	}

	@Test
	void instanceThatIsBackBeforeAnybodyKnewThatItLeftHasMeters() {
		List<Instance> both = this.service.instances().stream().map(ServiceInstance::definition).toList();
		// Whoever listens is told of one change after the other
		this.services.listen(new ServiceListener() {

			@Override
			public void stateChanged(InstanceStateChange change) {
				InstanceMetricsTests.this.service.update(both.subList(0, 1));
				InstanceMetricsTests.this.service.update(both);
			}

		});
		int before = this.registry.getMeters().size();
		ServiceInstance left = this.service.instances().get(1);
		this.service.instances().get(0).condition().suspend(this, "a test");
		ServiceInstance back = this.service.instances().get(1);
		assertThat(back).isNotSameAs(left);
		back.begin();
		back.end(CallOutcome.SUCCESS, 1);
		left.begin();
		left.end(CallOutcome.TIMEOUT, 1);
		assertThat(this.registry.getMeters()).hasSize(before + 1);
		assertThat(this.registry.get(GatewayMeter.INSTANCE_PICKS.meterName())
			.tag("instance", "http://b:1")
			.functionCounter()
			.count()).isOne();
		back.begin();
		assertThat(this.registry.get(GatewayMeter.INSTANCE_ACTIVE.meterName())
			.tag("instance", "http://b:1")
			.gauge()
			.value()).isOne();
		this.service.update(List.of());
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getTag("instance")).isNull());
	}

	@Test
	void servicesOfSingleAddressesAreNotCounted() {
		LiveService anonymous = this.services.forUri(Instance.of("http://c:1").uri());
		anonymous.instances().get(0).condition().suspend(this, "a test");
		assertThat(this.registry.find(GatewayMeter.INSTANCE_TRANSITIONS.meterName()).counters()).isEmpty();
	}

}
