package io.embeddedgateway.health;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.GrpcServer;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Checks speak what the service speaks: gRPC, HTTP/2, TLS, or nothing at all.
 */
class CheckProtocolTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final List<byte[]> asked = new CopyOnWriteArrayList<>();

	@TempDir
	static Path directory;

	private static GrpcServer cleartext;

	private static GrpcServer secure;

	private static RawUpstream mute;

	private static Upstream management;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		Certificates certificates = new Certificates();
		certificates.write(directory, "own", certificates.of("localhost"));
		cleartext = new GrpcServer(NettyServerBuilder.forPort(0).addService(GrpcHealth.service(asked)));
		secure = new GrpcServer(NettyServerBuilder.forPort(0)
			.useTransportSecurity(file("own.crt"), file("own.key"))
			.addService(GrpcHealth.service(asked)));
		mute = RawUpstream.with((connection) -> connection.readAll());
		management = Upstream.named("management");
		app = GatewayApp
			.start("""
					spring.ssl.bundle.pem:
					  trust: {truststore: {certificate: "file:%1$s/own.ca"}}
					gateway:
					  services:
					    serving: {instances: "http://localhost:%2$s", protocol: h2c, health-check: {type: grpc, interval: 60s, timeout: 30s}}
					    named: {instances: "http://localhost:%2$s", protocol: h2c, health-check: {type: grpc, service: up, interval: 60s, timeout: 30s}}
					    not-serving: {instances: "http://localhost:%2$s", protocol: h2c, health-check: {type: grpc, service: down, interval: 60s, timeout: 30s}}
					    unknown: {instances: "http://localhost:%2$s", protocol: h2c, health-check: {type: grpc, service: nobody, interval: 60s, timeout: 30s}}
					    h2: {instances: "https://localhost:%3$s", protocol: h2, ssl-bundle: trust, health-check: {type: grpc, interval: 60s, timeout: 30s}}
					    untrusted: {instances: "https://localhost:%3$s", protocol: h2, health-check: {type: grpc, interval: 60s, timeout: 30s}}
					    no-grpc: {instances: "%5$s", protocol: h2c, health-check: {type: grpc, interval: 60s, timeout: 30s}}
					    http-on-h2: {instances: "https://localhost:%3$s", protocol: h2, ssl-bundle: trust, health-check: {path: /, statuses: 415, interval: 60s, timeout: 30s}}
					    tcp: {instances: "%4$s", health-check: {type: tcp, interval: 60s, timeout: 30s}}
					    tcp-with-tls: {instances: "https://localhost:%3$s", protocol: h2, ssl-bundle: trust, health-check: {type: tcp, interval: 60s, timeout: 30s}}
					    tcp-untrusted: {instances: "https://localhost:%3$s", protocol: h2, health-check: {type: tcp, interval: 60s, timeout: 30s}}
					    tcp-refused: {instances: "http://127.0.0.1:1", health-check: {type: tcp, interval: 60s, timeout: 30s}}
					    other-port: {instances: "%4$s", health-check: {path: "/health?full=true", port: %6$s, method: HEAD, headers: {X-Check: me}, interval: 60s, timeout: 30s}}
					"""
				.formatted(directory, cleartext.port(), secure.port(), mute.uri(), management.uri(), management.port()),
					Changes.class);
	}

	private static File file(String name) {
		return directory.resolve(name).toFile();
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		cleartext.close();
		secure.close();
		mute.close();
		management.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "serving", "named", "h2", "http-on-h2", "tcp", "tcp-with-tls", "other-port" })
	void instanceThatWorksIsFoundHealthy(String service) {
		assertThat(health(service)).isEqualTo(CheckedHealth.HEALTHY);
	}

	@ParameterizedTest
	@CsvSource({ "not-serving, NOT_SERVING", "unknown, status 5 of gRPC instead of 0",
			"untrusted, the TLS handshake failed: ", "tcp-untrusted, the TLS handshake failed: ",
			"tcp-refused, connection refused", "no-grpc, the instance does not speak HTTP/2" })
	void instanceThatDoesNotIsFoundUnhealthy(String service, String reason) {
		assertThat(health(service)).isEqualTo(CheckedHealth.UNHEALTHY);
		await().atMost(LONG).until(() -> !app.context().getBean(Changes.class).states(service).isEmpty());
		assertThat(app.context().getBean(Changes.class).states(service).get(0).reason())
			.startsWith("a check failed: " + reason);
	}

	private static CheckedHealth health(String service) {
		return await().atMost(LONG)
			.until(() -> app.context()
				.getBean(Services.class)
				.get(service)
				.instances()
				.get(0)
				.condition()
				.checkedHealth(), (health) -> health != CheckedHealth.UNKNOWN);
	}

	@Test
	void nameOfTheGrpcServiceIsSent() {
		health("named");
		assertThat(asked).anyMatch((message) -> Arrays.equals(message, new byte[] { 0x0a, 2, 'u', 'p' }));
	}

	@Test
	void requestIsTheOneThatWasAskedFor() {
		health("other-port");
		Upstream.Received request = management.received()
			.stream()
			.filter((received) -> received.uri().startsWith("/health"))
			.findFirst()
			.orElseThrow();
		assertThat(request.method()).isEqualTo("HEAD");
		assertThat(request.uri()).isEqualTo("/health?full=true");
		assertThat(request.header("X-Check")).containsExactly("me");
		assertThat(request.header("Host")).containsExactly("127.0.0.1:" + management.port());
	}

	@Test
	void checkOfGrpcOverHttp1StopsTheStart() {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  services:
				    orders: {instances: "http://localhost:1", health-check: grpc}
				""")).havingRootCause().withMessageContaining("'type: grpc' needs HTTP/2. Write 'protocol: h2c'");
	}

}
