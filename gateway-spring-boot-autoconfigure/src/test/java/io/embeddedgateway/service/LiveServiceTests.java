package io.embeddedgateway.service;

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
