package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.service.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class PerSnapshotTests {

	private final AtomicInteger computations = new AtomicInteger();

	private final PerSnapshot<Integer> sizes = new PerSnapshot<>((candidates) -> {
		this.computations.incrementAndGet();
		return candidates.size();
	});

	@Test
	void computesOnceForTheSameList() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 1);
		assertThat(this.sizes.get(candidates)).isEqualTo(2);
		assertThat(this.sizes.get(candidates)).isEqualTo(2);
		assertThat(this.computations).hasValue(1);
	}

	@Test
	void computesAgainForAnotherListEvenIfItIsEqual() {
		List<ServiceInstance> candidates = Candidates.ofWeights(1, 1);
		this.sizes.get(candidates);
		this.sizes.get(List.of(candidates.get(0), candidates.get(1)));
		assertThat(this.computations).hasValue(2);
		assertThat(this.sizes.get(Candidates.ofWeights(1, 1, 1))).isEqualTo(3);
	}

	@Test
	void listThatIsUsedAgainOutlivesOthers() {
		List<ServiceInstance> all = Candidates.ofWeights(1, 1, 1);
		this.sizes.get(all);
		for (int i = 0; i < 100; i++) {
			this.sizes.get(Candidates.ofWeights(1));
			assertThat(this.sizes.get(all)).isEqualTo(3);
		}
		assertThat(this.computations).hasValue(101);
	}

	@Test
	void remembersTheLastLists() {
		List<ServiceInstance> all = Candidates.ofWeights(1, 1, 1);
		this.sizes.get(all);
		for (int i = 0; i < 7; i++) {
			this.sizes.get(Candidates.ofWeights(1));
		}
		this.sizes.get(all);
		assertThat(this.computations).hasValue(8);
		for (int i = 0; i < 8; i++) {
			this.sizes.get(Candidates.ofWeights(1));
		}
		this.sizes.get(all);
		assertThat(this.computations).hasValue(17);
	}

}
