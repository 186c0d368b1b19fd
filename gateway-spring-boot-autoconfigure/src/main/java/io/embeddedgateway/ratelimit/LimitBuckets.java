package io.embeddedgateway.ratelimit;

import reactor.core.publisher.Mono;

/**
 * The buckets of all keys, here or elsewhere.
 */
interface LimitBuckets {

	/**
	 * Do something with the bucket of a key.
	 * @param key the key
	 * @param plan the limits that hold for it now
	 * @param operation what to do
	 * @return what is left; a scalar where nothing has to be waited for
	 */
	Mono<Allowance> apply(String key, LimitPlan plan, LimitOperation operation);

	/**
	 * Look at the bucket of a key, and leave all as it is.
	 * @param key the key
	 * @return the bucket as it is, empty if there is none
	 */
	Mono<LimitLook> look(String key);

}
