package io.embeddedgateway.health;

import java.net.URI;

import reactor.core.publisher.Mono;

import io.embeddedgateway.upstream.Connector;

/**
 * Asks by making a connection.
 *
 * @param connector the connections
 */
record TcpCheck(Connector connector) implements HealthCheck {

	@Override
	public Mono<CheckResult> check(URI instance) {
		return this.connector.probe(instance).thenReturn(CheckResult.success("a connection"));
	}

}
