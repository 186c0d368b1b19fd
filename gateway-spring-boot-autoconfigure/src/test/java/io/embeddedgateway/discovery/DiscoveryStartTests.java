package io.embeddedgateway.discovery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is said at the start about sources of instances.
 */
@ExtendWith(OutputCaptureExtension.class)
class DiscoveryStartTests {

	@Test
	void mistakesStopTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				spring.cloud.discovery.reactive.enabled: false
				gateway:
				  dns: {servers: "10.0.0.2, dns.internal"}
				  services:
				    no-scheme: {instances: "dns:orders.internal:8080"}
				    address: {instances: "dns:http://10.0.0.1:8080"}
				    path: {instances: "dns:http://orders.internal/v1"}
				    port: {instances: "srv:http://_http._tcp.orders.internal:80"}
				    weight: {instances: [{uri: "srv:http://_http._tcp.orders.internal", weight: 2}]}
				    mixed: {instances: "dns:http://orders.internal, http://a:1"}
				    registry: {instances: "discovery:orders"}
				    slashes: {instances: "discovery:http://orders"}
				    h2: {instances: "dns:http://orders.internal", protocol: h2}
				    bounds: {instances: "dns:http://orders.internal", discovery: {refresh-min: 1m}}
				"""));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("gateway.dns.servers",
					"'dns.internal' is no address of a server of DNS. Write for example '10.0.0.2'")
			.contains("gateway.services.no-scheme.instances", "'orders.internal:8080' has")
			.contains("gateway.services.address.instances",
					"'dns:http://10.0.0.1:8080' has an IP address, which needs no DNS. Write 'http://10.0.0.1:8080'.")
			.contains("'http://orders.internal/v1' has a path")
			.contains("'srv:http://_http._tcp.orders.internal:80' is no name of SRV records")
			.contains("Weight, zone, priority and metadata of the instances come from")
			.contains("gateway.services.mixed.instances", "'dns:http://orders.internal' stands beside other instances")
			.contains("gateway.services.registry.instances",
					"'discovery:orders' needs a ReactiveDiscoveryClient, and there is none.")
			.contains("Write the id alone, for example 'discovery:orders'")
			.contains("gateway.services.h2.protocol")
			.contains("gateway.services.bounds.discovery", "'refresh-max' is 30000ms. Write between 'refresh-min'");
	}

}
