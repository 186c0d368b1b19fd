package io.embeddedgateway.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same limits behind TLS, where the protocol is negotiated.
 */
class TlsTests {

	private static final int ENHANCE_YOUR_CALM = 0xb;

	@TempDir
	private static Path directory;

	private static SSLContext trusting;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws Exception {
		Path store = directory.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "gateway", "-keyalg", "EC", "-dname", "CN=localhost", "-storetype", "PKCS12",
				"-keystore", store.toString(), "-storepass", "secret")
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor()).isZero();
		trusting = trusting(KeyStore.getInstance(store.toFile(), "secret".toCharArray()));
		app = GatewayApp.start("""
				server:
				  http2: {enabled: true}
				  ssl: {key-store: "%s", key-store-password: secret}
				gateway:
				  server: {header-timeout: 500ms, max-pipelined: 10, http2: {max-control-frames: 50}}
				  routes:
				    hello: {path: /hello, respond: hello}
				    small: {path: /small, respond: hello, max-request-body: 10B}
				""".formatted(store.toUri()));
	}

	private static SSLContext trusting(KeyStore store) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		KeyStore certificates = KeyStore.getInstance("PKCS12");
		certificates.load(null, null);
		certificates.setCertificateEntry("gateway", store.getCertificate("gateway"));
		trust.init(certificates);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@Test
	void http1IsGuarded() throws IOException {
		try (RawHttp http = new RawHttp(connect("http/1.1"))) {
			http.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(http.readUntil("hello")).startsWith("HTTP/1.1 200 ");
			http.send("GET /hello HTTP/1.1\r\n");
			assertThat(http.readAll()).startsWith("HTTP/1.1 408 ");
		}
	}

	@Test
	void requestsAheadAreCounted() throws IOException {
		try (RawHttp http = new RawHttp(connect("http/1.1"))) {
			http.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50));
			assertThat(http.readAll().split("HTTP/1.1 200 ", -1)).hasSizeLessThan(50);
		}
	}

	@Test
	void answerReachesAClientThatIsStillSending() throws IOException {
		try (RawHttp http = new RawHttp(connect("http/1.1"))) {
			http.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
			for (int i = 0; i < 10; i++) {
				http.send(new byte[10_000]);
			}
			assertThat(http.readAll()).startsWith("HTTP/1.1 413 ").endsWith("}");
		}
	}

	@Test
	void http2IsGuarded() throws IOException {
		try (RawHttp2 http = new RawHttp2(connect("h2"))) {
			http.send(RawHttp2.headers(1, 0x5, false, "/hello"));
			assertThat(http.read((frame) -> frame.is(RawHttp2.DATA, 1))).isNotNull();
			byte[] ping = RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8]);
			for (int i = 0; i < 60; i++) {
				http.send(ping);
			}
			RawHttp2.Frame end = http.read((frame) -> frame.is(RawHttp2.GOAWAY, 0));
			assertThat(end).isNotNull();
			assertThat(end.error()).isEqualTo(ENHANCE_YOUR_CALM);
		}
	}

	private static Socket connect(String protocol) throws IOException {
		SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", app.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
		return socket;
	}

}
