package io.embeddedgateway.service;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What operators want of instances, also of those that have left a moment ago: an
 * instance that comes back is not to get requests because it was away. What comes to the
 * same address much later is another instance. As many are remembered as anybody
 * administers by hand; beyond that the oldest are forgotten.
 */
final class AdministeredInstances {

	private static final int MOST = 1000;

	private static final long AWAY_NANOS = Duration.ofHours(1).toNanos();

	private final Map<String, Wish> wishes = new LinkedHashMap<>();

	void remember(String id, AdminState state, String reason) {
		this.wishes.remove(id);
		if (state == AdminState.ENABLED) {
			return;
		}
		this.wishes.put(id, new Wish(state, reason, null));
		if (this.wishes.size() > MOST) {
			Iterator<String> oldest = this.wishes.keySet().iterator();
			oldest.next();
			oldest.remove();
		}
	}

	/**
	 * An instance has left.
	 * @param id its id
	 * @param now the time, in nanoseconds
	 */
	void left(String id, long now) {
		this.wishes.computeIfPresent(id, (same, wish) -> new Wish(wish.state(), wish.reason(), now));
	}

	/**
	 * What is wanted of an instance that joins.
	 * @param id its id
	 * @param now the time, in nanoseconds
	 * @return what is wanted, or {@code null} if that is nothing or too long ago
	 */
	@Nullable Wish of(String id, long now) {
		this.wishes.values().removeIf((wish) -> wish.leftAt() != null && now - wish.leftAt() > AWAY_NANOS);
		return this.wishes.get(id);
	}

	/**
	 * What an operator wants of an instance.
	 *
	 * @param state what he wants
	 * @param reason why
	 * @param leftAt when the instance left, or {@code null} if it is there
	 */
	record Wish(AdminState state, String reason, @Nullable Long leftAt) {
	}

}
