package io.embeddedgateway.discovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that are reached at an address, and have to be who their name says.
 */
class DnsTlsTests {

	@Test
	void certificateIsForTheNameAndNotForTheAddress(@TempDir Path directory) throws Exception {
		Certificates certificates = new Certificates();
		X509Bundle named = certificates.of("secure.gateway.test");
		certificates.write(directory, "own", named);
		SslContext context = SslContextBuilder.forServer(named.toKeyManagerFactory()).build();
		try (TestDns dns = new TestDns();
				LoopbackServers servers = new LoopbackServers(Mono.empty(),
						(server) -> server.secure((spec) -> spec.sslContext(context)))) {
			dns.addresses("secure.gateway.test", 60, "127.0.0.2");
			dns.addresses("other.gateway.test", 60, "127.0.0.2");
			try (GatewayApp app = GatewayApp.start("""
					spring.ssl.bundle.pem.trust.truststore.certificate: "file:%1$s/own.ca"
					gateway:
					  dns: {servers: "%2$s"}
					  services:
					    secure: {instances: "dns:https://secure.gateway.test:%3$d", ssl-bundle: trust}
					    other: {instances: "dns:https://other.gateway.test:%3$d", ssl-bundle: trust}
					  routes:
					    secure: {path: /secure, service: secure}
					    other: {path: /other, service: other}
					""".formatted(directory, dns.address(), servers.port()))) {
				awaitInstance(app, "secure");
				awaitInstance(app, "other");
				assertThat(get(app, "/secure")).startsWith("HTTP/1.1 200 ").endsWith("from 127.0.0.2");
				assertThat(get(app, "/other")).startsWith("HTTP/1.1 502 ");
			}
		}
	}

	private static void awaitInstance(GatewayApp app, String service) {
		await().atMost(20, TimeUnit.SECONDS)
			.until(() -> !app.context().getBean(Services.class).get(service).instances().isEmpty());
	}

	private static String get(GatewayApp app, String path) throws IOException {
		return RawHttp.get(app.port(), path);
	}

}
