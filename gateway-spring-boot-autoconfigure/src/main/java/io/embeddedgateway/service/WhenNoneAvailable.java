package io.embeddedgateway.service;

/**
 * What a service does without available instances.
 */
public enum WhenNoneAvailable {

	/**
	 * Uses all that no operator took out: that all are broken is less likely than that
	 * what says so is.
	 */
	USE_ALL,

	/**
	 * Answers 503.
	 */
	FAIL

}
