package io.embeddedgateway.loadbalancer;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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

	private final AtomicReference<@Nullable Computed<T>> last = new AtomicReference<>();

	PerSnapshot(Function<List<ServiceInstance>, T> computation) {
		this.computation = computation;
	}

	T get(List<ServiceInstance> candidates) {
		Computed<T> last = this.last.get();
		Computed<T> known = find(last, candidates);
		while (known == null) {
			Computed<T> computed = new Computed<>(candidates, this.computation.apply(candidates), last);
			// Of several threads that compute the same, one wins
			known = this.last.compareAndSet(last, computed) ? computed : find(this.last.get(), candidates);
			last = this.last.get();
		}
		if (last != null && last.age - known.age > REMEMBERED / 2) {
			// Lists that are used again and again outlive those that were used once
			this.last.compareAndSet(last, new Computed<>(candidates, known.value, last));
		}
		return known.value;
	}

	private static <T> @Nullable Computed<T> find(@Nullable Computed<T> last, List<ServiceInstance> candidates) {
		for (Computed<T> computed = last; computed != null; computed = computed.earlier) {
			// The list itself is meant: comparing its elements would cost on each
			// request.
			if (computed.candidates == candidates) {
				return computed;
			}
		}
		return null;
	}

	private static final class Computed<T> {

		private final List<ServiceInstance> candidates;

		private final T value;

		private final @Nullable Computed<T> earlier;

		/**
		 * Counts up from one to the next.
		 */
		private final long age;

		Computed(List<ServiceInstance> candidates, T value, @Nullable Computed<T> earlier) {
			this(candidates, value, (earlier != null) ? earlier.first(REMEMBERED - 1, candidates) : null,
					(earlier != null) ? earlier.age + 1 : 0);
		}

		private Computed(List<ServiceInstance> candidates, T value, @Nullable Computed<T> earlier, long age) {
			this.candidates = candidates;
			this.value = value;
			this.earlier = earlier;
			this.age = age;
		}

		private @Nullable Computed<T> first(int count, List<ServiceInstance> without) {
			if (count == 0) {
				return null;
			}
			Computed<T> rest = (this.earlier != null) ? this.earlier.first(count - 1, without) : null;
			return (this.candidates == without) ? rest : new Computed<>(this.candidates, this.value, rest, this.age);
		}

	}

}
