package io.embeddedgateway.health;

import reactor.core.publisher.Mono;

import io.embeddedgateway.upstream.Endpoint;

/**
 * Asks an instance whether it works.
 */
@FunctionalInterface
interface HealthCheck {

	/**
	 * Ask an instance.
	 * @param instance scheme, host and port
	 * @return the result; an error where there was no answer
	 */
	Mono<CheckResult> check(Endpoint instance);

}
