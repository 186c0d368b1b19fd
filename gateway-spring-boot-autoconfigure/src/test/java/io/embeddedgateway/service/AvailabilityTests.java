package io.embeddedgateway.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

class AvailabilityTests {

	private final AtomicLong time = new AtomicLong(5);

	private final List<Object> told = new ArrayList<>();

	private final Services services = services(AvailabilityPolicy.DEFAULT);

	private final LiveService service = this.services.get("orders");

	private final ServiceInstance a = this.service.instances().get(0);

	private final ServiceInstance b = this.service.instances().get(1);

	@Test
	void allAreAvailableAtFirst() {
		assertThat(this.service.availability().candidates()).containsExactly(this.a, this.b);
		assertThat(this.service.availability().panic()).isFalse();
		assertThat(this.a.availableSince()).isNull();
	}

	@Test
	void eachReasonAloneTakesAnInstanceOut() {
		this.a.condition().checked(CheckedHealth.UNHEALTHY, "503");
		assertThat(this.a.state()).isEqualTo(InstanceState.UNHEALTHY);
		this.a.condition().suspend("detector", "5 failures");
		this.a.condition().checked(CheckedHealth.HEALTHY, "200");
		assertThat(this.a.state()).isEqualTo(InstanceState.EJECTED);
		this.a.condition().administer(AdminState.DRAINING, "deployment");
		assertThat(this.a.state()).isEqualTo(InstanceState.DRAINING);
		assertThat(this.service.availability().candidates()).containsExactly(this.b);
		this.a.condition().administer(AdminState.ENABLED, "deployed");
		this.a.condition().resume("detector", "over");
		assertThat(this.service.availability().candidates()).containsExactly(this.a, this.b);
	}

	@Test
	void suspensionsOfSeveralHoldersAddUp() {
		this.a.condition().suspend("detector", "5 failures");
		this.a.condition().suspend("breaker", "60%");
		this.a.condition().resume("detector", "over");
		assertThat(this.a.state()).isEqualTo(InstanceState.EJECTED);
		assertThat(this.a.condition().suspensions()).containsExactly("60%");
		this.a.condition().tryAgain("breaker", "over");
		assertThat(this.a.state()).isEqualTo(InstanceState.ON_TRIAL);
	}

	@Test
	void onTrialThereIsOneRequestAtATime() {
		this.a.condition().suspend("detector", "5 failures");
		this.a.condition().tryAgain("detector", "over");
		assertThat(this.a.tryUse()).isTrue();
		assertThat(this.a.tryUse()).isFalse();
		this.a.end(CallOutcome.UNKNOWN, 1);
		assertThat(this.a.tryUse()).isTrue();
		this.a.condition().resume("detector", "success");
		assertThat(this.a.tryUse()).isTrue();
	}

	@Test
	void withoutAvailableInstancesAllAreUsed() {
		this.a.condition().checked(CheckedHealth.UNHEALTHY, "503");
		this.b.condition().checked(CheckedHealth.UNHEALTHY, "503");
		assertThat(this.service.availability().candidates()).containsExactly(this.a, this.b);
		assertThat(this.service.availability().panic()).isTrue();
		this.b.condition().administer(AdminState.DISABLED, "broken");
		assertThat(this.service.availability().candidates()).containsExactly(this.a);
	}

	@Test
	void withoutAvailableInstancesNoneIsUsedIfTheServiceIsToFail() {
		LiveService strict = services(new AvailabilityPolicy(WhenNoneAvailable.FAIL, Percentage.of(0))).get("orders");
		strict.instances().forEach((instance) -> instance.condition().checked(CheckedHealth.UNHEALTHY, "503"));
		assertThat(strict.availability().candidates()).isEmpty();
		assertThat(strict.availability().panic()).isFalse();
	}

	@Test
	void tooFewCanMeanPanicAlready() {
		LiveService careful = services(new AvailabilityPolicy(WhenNoneAvailable.USE_ALL, Percentage.of(60)))
			.get("orders");
		careful.instances().get(0).condition().checked(CheckedHealth.UNHEALTHY, "503");
		assertThat(careful.availability().candidates()).hasSize(2);
		assertThat(careful.availability().panic()).isTrue();
	}

	@Test
	void everyTransitionIsToldOnce() {
		this.a.condition().checked(CheckedHealth.HEALTHY, "200");
		this.a.condition().checked(CheckedHealth.UNHEALTHY, "503");
		this.a.condition().checked(CheckedHealth.UNHEALTHY, "503");
		this.b.condition().suspend(this, "5 failures");
		this.b.condition().resume(this, "over");
		assertThat(this.told).containsExactly(
				new InstanceStateChange("orders", "http://a:80", InstanceState.AVAILABLE, InstanceState.UNHEALTHY,
						"503"),
				new InstanceStateChange("orders", "http://b:80", InstanceState.AVAILABLE, InstanceState.EJECTED,
						"5 failures"),
				new PanicChange("orders", true, 0, 2), new InstanceStateChange("orders", "http://b:80",
						InstanceState.EJECTED, InstanceState.AVAILABLE, "over"),
				new PanicChange("orders", false, 1, 2));
	}

	@Test
	void listenerMayChangeInstancesItself() {
		this.services.listen(new ServiceListener() {
			@Override
			public void stateChanged(InstanceStateChange change) {
				AvailabilityTests.this.b.condition().suspend("partner", "goes with the other one");
			}
		});
		this.a.condition().suspend("detector", "5 failures");
		assertThat(this.b.state()).isEqualTo(InstanceState.EJECTED);
		assertThat(this.told).hasSize(3);
	}

	@Test
	void knowsSinceWhenAnInstanceIsBack() {
		this.a.condition().suspend("detector", "5 failures");
		this.time.set(70);
		this.a.condition().tryAgain("detector", "over");
		this.time.set(80);
		this.a.condition().resume("detector", "success");
		assertThat(this.a.availableSince()).isEqualTo(70);
	}

	@Test
	void instanceThatJoinsLaterIsNewAndKeepsItsObserverAsLongAsItStays() {
		List<String> seen = new ArrayList<>();
		this.service.observe((service, instance) -> new InstanceObserver() {
			@Override
			public void removed() {
				seen.add(instance.id() + " removed");
			}

			@Override
			public void ended(CallOutcome outcome, long nanos) {
				seen.add(instance.id() + " " + outcome);
			}
		});
		this.service.update(List.of(Instance.of("http://a"), Instance.of("http://c")));
		ServiceInstance c = this.service.instances().get(1);
		assertThat(c.availableSince()).isEqualTo(5);
		assertThat(this.service.instances().get(0)).isSameAs(this.a);
		assertThat(this.service.instance("http://c:80")).isSameAs(c);
		c.end(CallOutcome.SUCCESS, 1);
		assertThat(seen).containsExactly("http://b:80 removed", "http://c:80 SUCCESS");
	}

	private Services services(AvailabilityPolicy policy) {
		Services services = new Services(
				List.of(Service.builder("orders").instances("http://a", "http://b").with(policy).build()),
				this.time::get);
		services.listen(new ServiceListener() {
			@Override
			public void stateChanged(InstanceStateChange change) {
				AvailabilityTests.this.told.add(change);
			}

			@Override
			public void panicChanged(PanicChange change) {
				AvailabilityTests.this.told.add(change);
			}
		});
		return services;
	}

}
