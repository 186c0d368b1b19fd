package io.embeddedgateway.forward;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Upstreams that fail in every way there is: the client gets the right status, or sees
 * the body break; the log gets the cause.
 */
@ExtendWith(OutputCaptureExtension.class)
class UpstreamFaultTests {

	private static final String OK = "HTTP/1.1 200 OK\r\n";

	private static final Map<String, RawUpstream> upstreams = new LinkedHashMap<>();

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		RawUpstream gone = RawUpstream.answering("");
		gone.close();
		upstreams.put("refused", gone);
		upstreams.put("closes-before-headers", RawUpstream.answering(""));
		upstreams.put("resets-before-headers", RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.reset();
		}));
		upstreams.put("closes-in-headers", RawUpstream.answering(OK + "Content-Le"));
		upstreams.put("closes-in-length-body", RawUpstream.answering(OK + "Content-Length: 10\r\n\r\nhello"));
		upstreams.put("closes-in-chunked-body",
				RawUpstream.answering(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"));
		upstreams.put("closes-in-chunk", RawUpstream.answering(OK + "Transfer-Encoding: chunked\r\n\r\nff\r\nhello"));
		upstreams.put("malformed-chunk",
				RawUpstream.answering(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nmore\r\n0\r\n\r\n"));
		startMisbehaving();
		app = GatewayApp.start(yaml());
	}

	private static void startMisbehaving() throws IOException {
		upstreams.put("never-answers", waits(""));
		upstreams.put("stops-in-headers", waits(OK + "Content-Le"));
		upstreams.put("stops-in-body", waits(OK + "Content-Length: 10\r\n\r\nhello"));
		upstreams.put("no-http", RawUpstream.answering("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
		upstreams.put("long-header", RawUpstream.answering(OK + "X-Long: " + "a".repeat(80 * 1024) + "\r\n\r\n"));
		upstreams.put("switches", RawUpstream
			.answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nraw"));
		upstreams.put("two-lengths", RawUpstream.answering(OK + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"));
		upstreams.put("bad-header", RawUpstream.answering(OK + "X-A\u0000: b\r\nContent-Length: 0\r\n\r\n"));
		upstreams.put("length-and-chunked", RawUpstream
			.answering(OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
		upstreams.put("informs-first", RawUpstream.answering(
				"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
						+ OK + "Content-Length: 5\r\n\r\nhello"));
		upstreams.put("until-close", RawUpstream.answering(OK + "\r\nhello"));
		upstreams.put("injects", RawUpstream.answering(OK + "X-A: b\rX-Evil: 1\r\nContent-Length: 5\r\n\r\nhello"));
	}

	private static String yaml() {
		StringBuilder yaml = new StringBuilder("""
				gateway:
				  routes:
				    unknown: {path: /unknown, uri: "http://no-such-host.invalid"}
				""");
		upstreams.keySet()
			.forEach((name) -> yaml.append("    %s: {path: /%s, service: %s}%n".formatted(name, name, name)));
		yaml.append("  services:\n");
		upstreams.forEach((name, upstream) -> yaml
			.append("    %s: {instances: \"%s\", response-timeout: 400ms, idle-timeout: 300ms}%n".formatted(name,
					upstream.uri())));
		return yaml.toString();
	}

	private static RawUpstream waits(String response) throws IOException {
		return RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.send(response).readAll();
		});
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		for (RawUpstream upstream : upstreams.values()) {
			upstream.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "unknown, 502", "refused, 502", "closes-before-headers, 502", "resets-before-headers, 502",
			"closes-in-headers, 502", "never-answers, 504", "stops-in-headers, 504", "no-http, 502", "long-header, 502",
			"switches, 502", "two-lengths, 502", "bad-header, 502", "injects, 502", "length-and-chunked, 502" })
	void faultBeforeTheBodyBecomesAProblem(String fault, int status, CapturedOutput output) throws IOException {
		String response = RawHttp.get(app.port(), "/" + fault);
		assertThat(response).startsWith("HTTP/1.1 " + status + " ");
		assertThat(response).contains("Content-Type: application/problem+json", "\"status\":" + status)
			.doesNotContain("127.0.0.1")
			.doesNotContain("no-such-host")
			.doesNotContain("Exception")
			.doesNotContain("netty")
			.doesNotContain("X-Evil");
		assertThat(output).contains("was answered with " + status + ": http://");
		assertNothingInFlight();
	}

	@ParameterizedTest
	@ValueSource(strings = { "closes-in-length-body", "stops-in-body" })
	void bodyThatBreaksOffIsShorterThanItsLength(String fault) throws IOException {
		String response = RawHttp.get(app.port(), "/" + fault);
		assertThat(response).startsWith("HTTP/1.1 200 ").contains("Content-Length: 10").endsWith("\r\n\r\nhello");
		assertNothingInFlight();
	}

	@ParameterizedTest
	@ValueSource(strings = { "closes-in-chunked-body", "closes-in-chunk", "malformed-chunk" })
	void chunkedBodyThatBreaksOffHasNoEnd(String fault) throws IOException {
		String response = RawHttp.get(app.port(), "/" + fault);
		assertThat(response).startsWith("HTTP/1.1 200 ")
			.containsIgnoringCase("Transfer-Encoding: chunked")
			.contains("hello")
			.doesNotContain("more")
			.doesNotContain("0\r\n\r\n");
		assertNothingInFlight();
	}

	@Test
	void interimResponsesComeBeforeTheResponse() throws IOException {
		String response = RawHttp.get(app.port(), "/informs-first");
		assertThat(response).startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")
			.doesNotContain("HTTP/1.1 100")
			.endsWith("hello");
		assertThat(response.split("HTTP/1.1 200 OK", -1)).hasSize(2);
	}

	@Test
	void clientOfHttp10GetsNoInterimResponses() throws IOException {
		assertThat(RawHttp.exchange(app.port(), "GET /informs-first HTTP/1.0\r\nHost: a\r\n\r\n"))
			.matches("(?s)HTTP/1.[01] 200 OK\r\n.*hello");
	}

	@Test
	void bodyThatEndsWithItsConnectionIsComplete() throws IOException {
		assertThat(RawHttp.get(app.port(), "/until-close")).startsWith("HTTP/1.1 200 ")
			.endsWith("5\r\nhello\r\n0\r\n\r\n");
	}

	private static void assertNothingInFlight() {
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> app.context()
				.getBean(Services.class)
				.all()
				.stream()
				.allMatch((service) -> service.instances().get(0).inFlight() == 0));
	}

}
