package io.embeddedgateway.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances with TLS: asked only if they are who they should be.
 */
class UpstreamTlsTests {

	private static final LoopResources LOOPS = LoopResources.create("tls-upstream", 1, true);

	private static final Certificates ours = new Certificates();

	private static final Certificates others = new Certificates();

	private static final List<DisposableServer> servers = new ArrayList<>();

	private static final Map<String, String> asked = new ConcurrentHashMap<>();

	@TempDir
	static Path directory;

	private static GatewayApp app;

	private static RawUpstream silent;

	@BeforeAll
	static void start() throws IOException {
		ours.write(directory, "own", ours.of("gateway"));
		others.write(directory, "other", others.of("gateway"));
		others.write(directory, "reloaded", others.of("gateway"));
		silent = RawUpstream.with(RawHttp::readAll);
		StringBuilder services = new StringBuilder();
		StringBuilder routes = new StringBuilder();
		Map.of("trusted", serve(ours.of("localhost"), ClientAuth.NONE, "ssl-bundle: trust"), //
				"h2", serve(ours.of("localhost"), ClientAuth.NONE, "ssl-bundle: trust, protocol: h2"), "negotiated",
				serve(ours.of("localhost"), ClientAuth.NONE, "ssl-bundle: trust, protocol: negotiated"), "jvm",
				serve(ours.of("localhost"), ClientAuth.NONE, "protocol: http/1.1"), "wrong-name",
				serve(ours.of("elsewhere"), ClientAuth.NONE, "ssl-bundle: trust"), "expired",
				serve(ours.expired("localhost"), ClientAuth.NONE, "ssl-bundle: trust"), "insecure",
				serve(others.expired("elsewhere"), ClientAuth.NONE, "insecure: true"), "mutual",
				serve(ours.of("localhost"), ClientAuth.REQUIRE, "ssl-bundle: own"), "no-certificate",
				serve(ours.of("localhost"), ClientAuth.REQUIRE, "ssl-bundle: trust"), "reloaded",
				serve(ours.of("localhost"), ClientAuth.NONE, "ssl-bundle: reloaded"))
			.forEach((name, service) -> {
				services.append("    ").append(name).append(": ").append(service).append('\n');
				routes.append("    %s: {path: /%1$s, service: %1$s}\n".formatted(name));
			});
		app = GatewayApp.start("""
				spring.ssl.bundle.pem:
				  trust: {truststore: {certificate: "file:%1$s/own.ca"}}
				  own:
				    keystore: {certificate: "file:%1$s/own.crt", private-key: "file:%1$s/own.key"}
				    truststore: {certificate: "file:%1$s/own.ca"}
				  reloaded: {reload-on-update: true, truststore: {certificate: "file:%1$s/reloaded.ca"}}
				spring.ssl.bundle.watch.file.quiet-period: 100ms
				gateway:
				  services:
				    silent: {instances: "https://localhost:%2$s", connect-timeout: 300ms}
				%3$s
				  routes:
				    silent: {path: /silent, service: silent}
				%4$s
				""".formatted(directory, silent.port(), services, routes));
	}

	private static String serve(X509Bundle certificate, ClientAuth clients, String settings) {
		DisposableServer server = HttpServer.create()
			.runOn(LOOPS)
			.host("127.0.0.1")
			.port(0)
			.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
			.secure((spec) -> spec.sslContext(context(certificate, clients)))
			.handle((request, response) -> {
				request
					.withConnection((connection) -> asked.put(request.uri().substring(1), names(connection.channel())));
				return response.sendString(Mono.just(request.version().toString()));
			})
			.bindNow();
		servers.add(server);
		return "{instances: \"https://localhost:%s\", connect-timeout: 10s, %s}".formatted(server.port(), settings);
	}

	private static GenericSslContextSpec<SslContextBuilder> context(X509Bundle certificate, ClientAuth clients) {
		try {
			Http2SslContextSpec spec = Http2SslContextSpec.forServer(certificate.toKeyManagerFactory());
			spec.configure((builder) -> builder.clientAuth(clients).trustManager(ours.authority().getCertificate()));
			return spec;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String names(Channel channel) {
		SslHandler own = channel.pipeline().get(SslHandler.class);
		SslHandler handler = (own != null) ? own : channel.parent().pipeline().get(SslHandler.class);
		return ((ExtendedSSLSession) handler.engine().getSession()).getRequestedServerNames().toString();
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		servers.forEach(DisposableServer::disposeNow);
		silent.close();
	}

	@ParameterizedTest
	@CsvSource({ "trusted, HTTP/1.1", "h2, HTTP/2.0", "negotiated, HTTP/2.0", "mutual, HTTP/1.1",
			"insecure, HTTP/1.1" })
	void instanceIsAskedInTheProtocolOfTheService(String name, String protocol) throws IOException {
		assertThat(get(name)).startsWith("HTTP/1.1 200 ").endsWith(protocol);
	}

	@ParameterizedTest
	@CsvSource({ "jvm", "wrong-name", "expired", "no-certificate" })
	void instanceThatIsNotTrustedIsNotAsked(String name) throws IOException {
		assertThat(get(name)).startsWith("HTTP/1.1 502 ").doesNotContain("PKIX", "localhost");
		assertThat(asked).doesNotContainKey(name);
	}

	@Test
	void instanceIsToldWhichNameItIsAskedBy() throws IOException {
		get("trusted");
		assertThat(asked.get("trusted")).contains("localhost");
	}

	@Test
	void handshakeThatStallsIsNotWaitedFor() throws IOException {
		assertThat(get("silent")).startsWith("HTTP/1.1 504 ");
	}

	@Test
	void bundleThatWasReloadedCountsFromTheNextConnectionOn() throws IOException {
		assertThat(get("reloaded")).startsWith("HTTP/1.1 502 ");
		ours.write(directory, "reloaded", ours.of("gateway"));
		await().atMost(Duration.ofSeconds(30))
			.pollInterval(200, TimeUnit.MILLISECONDS)
			.until(() -> get("reloaded").startsWith("HTTP/1.1 200 "));
	}

	private static String get(String name) throws IOException {
		return RawHttp.get(app.port(), "/" + name);
	}

}
