package io.embeddedgateway.ratelimit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many requests are under way for each key. A key that has none takes no memory.
 */
final class KeyConcurrency {

	private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

	/**
	 * Take a place.
	 * @param key the key
	 * @param most how many places there are
	 * @return whether there was one
	 */
	boolean tryEnter(String key, int most) {
		// Set within: the result can't tell who took the last place
		boolean[] entered = new boolean[1];
		this.underWay.compute(key, (same, count) -> {
			int before = (count != null) ? count : 0;
			if (before >= most) {
				return before;
			}
			entered[0] = true;
			return before + 1;
		});
		return entered[0];
	}

	/**
	 * Give a place back.
	 * @param key the key
	 */
	void leave(String key) {
		this.underWay.computeIfPresent(key, (same, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * How many requests are under way.
	 * @param key the key
	 * @return their number
	 */
	int of(String key) {
		return this.underWay.getOrDefault(key, 0);
	}

	int keys() {
		return this.underWay.size();
	}

}
