package io.embeddedgateway.usage;

import org.jspecify.annotations.Nullable;

/**
 * What requests have in common that are counted together.
 *
 * @param provider who vouches for the caller, or {@code null}
 * @param caller the name of the caller, or {@code null} if nobody is known
 * @param client the client that calls, or {@code null}
 * @param tier the tier of the caller, or {@code null}
 * @param policy the rate limit that was asked, or {@code null}
 * @param route the id of the route
 * @param status the status of the answer, 0 if the client left before
 */
record UsageKey(@Nullable String provider, @Nullable String caller, @Nullable String client, @Nullable String tier,
		@Nullable String policy, String route, int status) {

	/**
	 * The name of all callers who came when there were too many.
	 */
	static final String OTHERS = "(others)";

	/**
	 * The key under which callers are counted who came when there were too many.
	 * @return the key
	 */
	UsageKey others() {
		return new UsageKey(null, OTHERS, null, this.tier, this.policy, this.route, this.status);
	}

}
