package io.embeddedgateway.ratelimit;

/**
 * What is done with a bucket.
 */
sealed interface LimitOperation {

	/**
	 * Take tokens from all limits, or from none.
	 *
	 * @param cost how many, 0 or more
	 * @param maxWait how long to wait for them at most, in nanoseconds
	 */
	record Take(long cost, long maxWait) implements LimitOperation {

		/**
		 * Look, and leave it as it is.
		 */
		static final Take NOTHING = new Take(0, 0);

	}

	/**
	 * Take tokens that were used already, even if there are none left.
	 *
	 * @param cost how many; negative to give back what was taken and not used
	 */
	record Charge(long cost) implements LimitOperation {
	}

	/**
	 * Fill the bucket up.
	 */
	record Reset() implements LimitOperation {
	}

}
