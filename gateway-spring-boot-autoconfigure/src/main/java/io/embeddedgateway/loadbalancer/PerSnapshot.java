package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.ServiceInstance;

/**
 * What is computed from the candidates once, and kept until they are another list.
 *
 * @param <T> the type of what is computed
 */
final class PerSnapshot<T> {

	private final Function<List<ServiceInstance>, T> computation;

	private volatile @Nullable Computed<T> computed;

	PerSnapshot(Function<List<ServiceInstance>, T> computation) {
		this.computation = computation;
	}

	T get(List<ServiceInstance> candidates) {
		Computed<T> computed = this.computed;
		// The list itself is meant: comparing its elements would cost on each request.
		if (computed == null || computed.candidates != candidates) {
			computed = new Computed<>(candidates, this.computation.apply(candidates));
			this.computed = computed;
		}
		return computed.value;
	}

	private record Computed<T>(List<ServiceInstance> candidates, T value) {

	}

}
