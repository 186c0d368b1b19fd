package io.embeddedgateway.observability;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.AttributeKey;

/**
 * Remembers how far a request got along the filters of its route, for whoever asked for
 * that.
 */
final class FollowedRequest {

	/**
	 * That of a request the way of which somebody may know.
	 */
	static final AttributeKey<FollowedRequest> KEY = AttributeKey.ofRequest("followed request", FollowedRequest.class);

	/**
	 * Retries and hedges may get to the same filters again, from other threads.
	 */
	private volatile @Nullable String last;

	void reached(String filter) {
		this.last = filter;
	}

	/**
	 * The last filter that the request got to: if it was sent to nobody, the one that
	 * answered.
	 * @return its name, or {@code null} if it got to none
	 */
	@Nullable String last() {
		return this.last;
	}

	@Override
	public String toString() {
		return "A request that got to " + this.last;
	}

}
