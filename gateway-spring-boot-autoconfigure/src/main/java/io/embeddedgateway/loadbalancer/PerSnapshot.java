package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.service.ServiceInstance;

/**
 * What is computed from candidates once, and kept until they change. The last few lists
 * are remembered: a service chooses among all its instances, among those of one zone or
 * level, and, for another attempt, among those that are left.
 *
 * @param <T> the type of what is computed
 */
final class PerSnapshot<T> {

	private static final int REMEMBERED = 8;

	private final Function<List<ServiceInstance>, T> computation;

	private volatile @Nullable Computed<T> last;

	PerSnapshot(Function<List<ServiceInstance>, T> computation) {
		this.computation = computation;
	}

	T get(List<ServiceInstance> candidates) {
		Computed<T> last = this.last;
		for (Computed<T> computed = last; computed != null; computed = computed.earlier) {
			// The list itself is meant: comparing its elements would cost on each
			// request.
			if (computed.candidates == candidates) {
				return computed.value;
			}
		}
		T value = this.computation.apply(candidates);
		this.last = new Computed<>(candidates, value, (last != null) ? last.first(REMEMBERED - 1) : null);
		return value;
	}

	private record Computed<T>(List<ServiceInstance> candidates, T value, @Nullable Computed<T> earlier) {

		@Nullable Computed<T> first(int count) {
			if (count == 0) {
				return null;
			}
			return new Computed<>(this.candidates, this.value,
					(this.earlier != null) ? this.earlier.first(count - 1) : null);
		}

	}

}
