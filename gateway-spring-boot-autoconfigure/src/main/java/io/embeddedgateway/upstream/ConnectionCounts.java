package io.embeddedgateway.upstream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The counts of all instances to which there are connections.
 */
final class ConnectionCounts {

	private final ConcurrentMap<String, PoolCounts> counts = new ConcurrentHashMap<>();

	private volatile @Nullable Function<PoolCounts, Runnable> observer;

	/**
	 * A pool begins to count.
	 * @param endpoint where its connections lead
	 * @return the counts, to be {@linkplain #leave left}
	 */
	PoolCounts join(Endpoint endpoint) {
		return this.counts.compute(endpoint.instanceId(), (id, present) -> {
			PoolCounts counts = (present != null) ? present : create(id);
			counts.join();
			return counts;
		});
	}

	private PoolCounts create(String id) {
		PoolCounts created = new PoolCounts(id);
		observe(created);
		return created;
	}

	private void observe(PoolCounts counts) {
		Function<PoolCounts, Runnable> observer = this.observer;
		if (observer != null) {
			counts.observed(observer.apply(counts));
		}
	}

	void leave(PoolCounts left) {
		this.counts.computeIfPresent(left.instance(), (id, counts) -> {
			if (counts != left || !counts.leave()) {
				return counts;
			}
			counts.gone();
			return null;
		});
	}

	/**
	 * Observe what is counted, from the next pool on.
	 * @param observer is told of each instance, and says what is to be done when it goes
	 */
	void observe(Function<PoolCounts, Runnable> observer) {
		this.observer = observer;
	}

	/**
	 * All pools are closed.
	 */
	void clear() {
		this.counts.keySet().forEach((instance) -> this.counts.computeIfPresent(instance, (id, counts) -> {
			counts.gone();
			return null;
		}));
	}

}
