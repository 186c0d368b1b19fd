package io.embeddedgateway.health;

/**
 * How a check of an instance ended.
 *
 * @param healthy whether the instance works
 * @param reason why it was found so, for people to read
 */
record CheckResult(boolean healthy, String reason) {

	static CheckResult success(String reason) {
		return new CheckResult(true, reason);
	}

	static CheckResult failure(String reason) {
		return new CheckResult(false, reason);
	}

}
