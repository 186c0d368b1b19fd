package io.embeddedgateway.health;

import java.net.URI;

import reactor.core.publisher.Mono;

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
	Mono<CheckResult> check(URI instance);

}
