package io.embeddedgateway.usage;

/**
 * What was counted.
 *
 * @param requests how many requests were over
 * @param granted how many a rate limit has let through
 * @param refused how many a rate limit has refused
 * @param cost the tokens of those that were let through
 * @param requestBytes the bytes of the bodies of requests
 * @param responseBytes the bytes of the bodies of responses
 */
record UsageTotals(long requests, long granted, long refused, long cost, long requestBytes, long responseBytes) {

	static final UsageTotals NONE = new UsageTotals(0, 0, 0, 0, 0, 0);

	UsageTotals plus(UsageTotals other) {
		return new UsageTotals(this.requests + other.requests, this.granted + other.granted,
				this.refused + other.refused, this.cost + other.cost, this.requestBytes + other.requestBytes,
				this.responseBytes + other.responseBytes);
	}

	UsageTotals minus(UsageTotals other) {
		return new UsageTotals(this.requests - other.requests, this.granted - other.granted,
				this.refused - other.refused, this.cost - other.cost, this.requestBytes - other.requestBytes,
				this.responseBytes - other.responseBytes);
	}

}
