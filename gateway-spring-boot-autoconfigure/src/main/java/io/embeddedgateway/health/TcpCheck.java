package io.embeddedgateway.health;

import reactor.core.publisher.Mono;

import io.embeddedgateway.upstream.Connector;
import io.embeddedgateway.upstream.Endpoint;

/**
 * Asks by making a connection.
 *
 * @param connector the connections
 */
record TcpCheck(Connector connector) implements HealthCheck {

	@Override
	public Mono<CheckResult> check(Endpoint instance) {
		return this.connector.probe(instance).thenReturn(CheckResult.success("a connection"));
	}

}
