package io.embeddedgateway.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LiveServiceTests {

	private static final Instance A = Instance.of("http://a:8080");

	private static final Instance B = Instance.of("http://b:8080");

	private static final Instance C = Instance.of("http://c:8080");

	private final LiveService service = live(Service.builder("orders").instances(List.of(A, B)).build());

	@Test
	void startsWithTheInstancesOfItsDefinition() {
		assertThat(this.service.id()).isEqualTo("orders");
		assertThat(this.service.instances()).extracting(ServiceInstance::definition).containsExactly(A, B);
		assertThat(this.service).hasToString("service 'orders' with instances [http://a:8080, http://b:8080]");
	}

	@Test
	void updateReplacesAllInstances() {
		this.service.update(List.of(C, B));
		assertThat(this.service.instances()).extracting(ServiceInstance::definition).containsExactly(C, B);
	}

	@Test
	void updateMayLeaveNoInstances() {
		this.service.update(List.of());
		assertThat(this.service.instances()).isEmpty();
	}

	@Test
	void instanceKeepsItsStateWhileItsDefinitionChanges() {
		ServiceInstance b = this.service.instances().get(1);
		b.begin();
		this.service.update(List.of(B.withWeight(5).withZone("z"), C));
		assertThat(this.service.instances().get(0)).isSameAs(b);
		assertThat(b.inFlight()).isOne();
		assertThat(b.weight()).isEqualTo(5);
		assertThat(b.zone()).isEqualTo("z");
	}

	@Test
	void whatOperatorsWantHoldsForAnInstanceThatComesBack() {
		List<InstanceStateChange> changes = new ArrayList<>();
		Services services = new Services(List.of(Service.builder("orders").instances(List.of(A, B)).build()));
		LiveService service = services.get("orders");
		service.instances().get(1).condition().administer(AdminState.DISABLED, "by ann");
		service.instances().get(1).condition().checked(CheckedHealth.UNHEALTHY, "a test");
		service.update(List.of(A));
		services.listen(new ServiceListener() {

			@Override
			public void stateChanged(InstanceStateChange change) {
				changes.add(change);
			}

		});
		service.update(List.of(A, B));
		ServiceInstance back = service.instances().get(1);
		assertThat(back.state()).isEqualTo(InstanceState.DISABLED);
		assertThat(back.condition().reason()).isEqualTo("by ann");
		assertThat(back.condition().checkedHealth()).isEqualTo(CheckedHealth.UNKNOWN);
		assertThat(service.availability().candidates()).extracting(ServiceInstance::definition).containsExactly(A);
		assertThat(changes).containsExactly(new InstanceStateChange("orders", B.id(), InstanceState.AVAILABLE,
				InstanceState.DISABLED, "by ann, before it left and came back"));
		back.condition().administer(AdminState.ENABLED, "by bob");
		service.update(List.of());
		service.update(List.of(A, B));
		assertThat(service.instances()).extracting(ServiceInstance::state).containsOnly(InstanceState.AVAILABLE);
	}

	@Test
	void whatOperatorsWantedOfAnInstanceThatIsGoneIsNotHeard() {
		ServiceInstance gone = this.service.instances().get(1);
		this.service.update(List.of(A));
		gone.condition().administer(AdminState.DRAINING, "too late");
		this.service.update(List.of(A, B));
		assertThat(this.service.instances().get(1).state()).isEqualTo(InstanceState.AVAILABLE);
	}

	@Test
	void notMoreThanThousandWishesAreRemembered() {
		AdministeredInstances administered = new AdministeredInstances();
		for (int i = 0; i <= 1000; i++) {
			administered.remember("http://i" + i, AdminState.DISABLED, "a test");
		}
		assertThat(administered.of("http://i0", 0)).isNull();
		assertThat(administered.of("http://i1", 0)).isNotNull();
		administered.left("http://i1", 1);
		administered.left("http://i2", 2);
		long hour = Duration.ofHours(1).toNanos();
		assertThat(administered.of("http://i1", hour + 2)).isNull();
		assertThat(administered.of("http://i2", hour + 2)).isNotNull();
	}

	@Test
	void snapshotStaysAsItWas() {
		List<ServiceInstance> before = this.service.instances();
		this.service.update(List.of(C));
		assertThat(before).extracting(ServiceInstance::id).containsExactly("http://a:8080", "http://b:8080");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(before::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.service.instances().clear());
	}

	@Test
	void updateThatChangesNothingKeepsTheSnapshot() {
		List<ServiceInstance> before = this.service.instances();
		this.service.update(List.of(A, B));
		assertThat(this.service.instances()).isSameAs(before);
	}

	@Test
	void updateThatChangesAWeightMakesANewSnapshot() {
		List<ServiceInstance> before = this.service.instances();
		this.service.update(List.of(A.withWeight(2), B));
		assertThat(this.service.instances()).isNotSameAs(before).isEqualTo(before);
	}

	@Test
	void updateWithADuplicateIsRefusedWhole() {
		List<ServiceInstance> before = this.service.instances();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.service.update(List.of(A.withWeight(7), C, C.withWeight(2))))
			.withMessageStartingWith("Service 'orders' has the instance http://c:8080 twice");
		assertThat(this.service.instances()).isSameAs(before);
		assertThat(before.get(0).weight()).isOne();
	}

	@Test
	void updateWithNullIsRefusedWhole() {
		List<ServiceInstance> before = this.service.instances();
		assertThatIllegalArgumentException().isThrownBy(() -> this.service.update(Arrays.asList(A.withWeight(7), null)))
			.withMessage("Service 'orders' has an instance that is null");
		assertThat(this.service.instances()).isSameAs(before);
		assertThat(before.get(0).weight()).isOne();
	}

	private static LiveService live(Service definition) {
		return new Services(List.of(definition)).get(definition.id());
	}

}
