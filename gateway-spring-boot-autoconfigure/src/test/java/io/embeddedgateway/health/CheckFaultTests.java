package io.embeddedgateway.health;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.service.CheckedHealth;
import io.embeddedgateway.service.InstanceState;
import io.embeddedgateway.service.InstanceStateChange;
import io.embeddedgateway.service.ServiceInstance;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that answer checks in every way there is: the first check finds out, and says
 * why.
 */
class CheckFaultTests {

	private static final String OK = "HTTP/1.1 200 OK\r\n";

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Map<String, String> uris = new LinkedHashMap<>();

	private static final List<AutoCloseable> servers = new ArrayList<>();

	private static final AtomicBoolean endlessBodyWasCut = new AtomicBoolean();

	private static GatewayApp app;

	private static Upstream redirected;

	@BeforeAll
	static void start() throws IOException {
		RawUpstream gone = RawUpstream.answering("");
		gone.close();
		uris.put("refuses", gone.uri());
		BlackHole hole = new BlackHole();
		servers.add(hole);
		uris.put("black-hole", hole.uri());
		redirected = Upstream.named("redirected");
		servers.add(redirected);
		serve("redirects", RawUpstream
			.answering("HTTP/1.1 302 Found\r\nLocation: " + redirected.uri() + "/\r\nContent-Length: 0\r\n\r\n"));
		serve("resets", RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.reset();
		}));
		serve("closes", RawUpstream.answering(""));
		serve("hangs", waits(""));
		serve("stops", waits(OK + "Content-Length: 5\r\n\r\nhel"));
		serve("breaks-off", RawUpstream.answering(OK + "Content-Length: 5\r\n\r\nhel"));
		serve("error", RawUpstream.answering("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"));
		serve("busy", RawUpstream.answering("HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"));
		serveForged();
		serve("healthy", RawUpstream.answering(OK + "Content-Length: 2\r\n\r\nUP"));
		serve("no-content", RawUpstream.answering("HTTP/1.1 204 No Content\r\n\r\n"));
		serve("informs-first",
				RawUpstream.answering("HTTP/1.1 103 Early Hints\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nUP"));
		serve("endless", RawUpstream.with(CheckFaultTests::sendEndlessly));
		serve("without-up", RawUpstream.answering(OK + "Content-Length: 4\r\n\r\nDOWN"));
		serve("with-up", RawUpstream.answering(OK + "Content-Length: 16\r\n\r\n{\"status\": \"UP\"}"));
		app = GatewayApp.start(yaml(), Changes.class);
	}

	private static void serveForged() throws IOException {
		serve("status-999", RawUpstream.answering("HTTP/1.1 999 Fine\r\nContent-Length: 0\r\n\r\n"));
		serve("two-lengths", RawUpstream.answering(OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"));
		serve("no-http", RawUpstream.answering("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
		serve("switches", RawUpstream
			.answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nraw"));
	}

	private static void sendEndlessly(RawHttp connection) throws IOException {
		connection.readUntil("\r\n\r\n");
		connection.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
		try {
			while (true) {
				connection.send("400\r\n" + "a".repeat(0x400) + "\r\n");
			}
		}
		catch (IOException ex) {
			endlessBodyWasCut.set(true);
		}
	}

	private static void serve(String name, RawUpstream upstream) {
		servers.add(upstream);
		uris.put(name, upstream.uri());
	}

	private static RawUpstream waits(String response) throws IOException {
		return RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send(response).readAll();
		});
	}

	private static String yaml() {
		StringBuilder yaml = new StringBuilder("gateway:\n  services:\n");
		uris.forEach((name, uri) -> yaml
			.append("    %s: {instances: \"%s\", health-check: {path: /health, interval: 5s, timeout: 2s%s}}\n"
				.formatted(name, uri, name.endsWith("-up") ? ", body: '\"UP\"'" : "")));
		return yaml.toString();
	}

	@AfterAll
	static void stop() throws Exception {
		app.close();
		for (AutoCloseable server : servers) {
			server.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "refuses, connection refused", "black-hole, no connection within 1800ms",
			"redirects, 302 instead of 200-299", "resets, the connection was closed instead of an answer",
			"closes, the connection was closed instead of an answer", "hangs, no answer within 2s",
			"stops, no answer within 2s", "breaks-off, the connection was closed instead of an answer",
			"error, 500 instead of 200-299", "busy, 503 instead of 200-299", "status-999, 999 instead of 200-299",
			"two-lengths, no proper answer", "no-http, no proper answer", "switches, no proper answer",
			"without-up, '200, but without ''\"UP\"'' in the body'" })
	void firstCheckFindsOutAndSaysWhy(String service, String reason) {
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(instance(service).state()).isEqualTo(InstanceState.UNHEALTHY));
		await().atMost(LONG).untilAsserted(() -> assertThat(changes().states(service)).isNotEmpty());
		InstanceStateChange change = changes().states(service).get(0);
		assertThat(change.from()).isEqualTo(InstanceState.AVAILABLE);
		assertThat(change.to()).isEqualTo(InstanceState.UNHEALTHY);
		assertThat(change.instanceId()).isEqualTo(uris.get(service));
		assertThat(change.reason()).startsWith("a check failed: " + reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "healthy", "no-content", "informs-first", "endless", "with-up" })
	void firstCheckFindsInstancesThatWork(String service) {
		await().atMost(LONG)
			.untilAsserted(
					() -> assertThat(instance(service).condition().checkedHealth()).isEqualTo(CheckedHealth.HEALTHY));
		assertThat(changes().states(service)).isEmpty();
	}

	@Test
	void redirectsAreNotFollowed() {
		firstCheckFindsOutAndSaysWhy("redirects", "302 instead of 200-299");
		assertThat(redirected.received()).isEmpty();
	}

	@Test
	void noMoreThanTheBeginningOfABodyIsRead() {
		firstCheckFindsInstancesThatWork("endless");
		await().atMost(LONG).untilTrue(endlessBodyWasCut);
	}

	private static ServiceInstance instance(String service) {
		return app.context().getBean(Services.class).get(service).instances().get(0);
	}

	private static Changes changes() {
		return app.context().getBean(Changes.class);
	}

}
