package io.embeddedgateway.aggregate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts that fail in every way, beside one that does not, over real sockets.
 */
class AggregateFaultTests {

	private static final String YAML = """
			gateway:
			  services:
			    bad: {instances: "%1$s", retry: none, response-timeout: 30s, outlier-detection: none}
			  routes:
			    required:
			      path: /required/{kind}
			      aggregate:
			        parts:
			          good: bad /good
			          faulty: {service: bad, path: "/{kind}", timeout: 1s}
			    optional:
			      path: /optional/{kind}
			      aggregate:
			        parts:
			          good: bad /good
			          faulty: {service: bad, path: "/{kind}", timeout: 1s, optional: true, fallback: {from: fallback}}
			    passed:
			      path: /passed/{kind}
			      aggregate:
			        on-failure: pass-status
			        parts:
			          faulty: bad /{kind}
			    depend:
			      path: /depend/{kind}
			      aggregate:
			        parts:
			          value: {service: bad, path: "/value-{kind}", hidden: true}
			          next:
			            service: bad
			            path: /echo/{value.id}
			            query: {q: "{value.id}"}
			            headers: {X-Id: "{value.id}"}
			            optional: true
			    waiting:
			      path: /waiting
			      timeout: {response: 300ms}
			      aggregate: {parts: {faulty: bad /hang}}
			    gone:
			      path: /gone
			      aggregate:
			        parts:
			          faulty: {uri: "http://127.0.0.1:9", path: /}
			    bean:
			      path: /bean
			      aggregate:
			        parts:
			          faulty: {bean: never, timeout: 200ms}
			""";

	private static RawUpstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() throws IOException {
		upstream = RawUpstream.with((connection) -> {
			String head = connection.readUntil("\r\n\r\n");
			String path = head.substring(head.indexOf(' ') + 2, head.indexOf(' ', head.indexOf(' ') + 1));
			switch (path) {
				case "hang" -> connection.readAll();
				case "reset" -> connection.reset();
				default -> connection.send(response(path, head));
			}
		});
		app = GatewayApp.start(YAML.formatted(upstream.uri()), Beans.class);
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
	}

	private static byte[] response(String path, String head) throws IOException {
		if (path.startsWith("echo/")) {
			String id = head.lines().filter((line) -> line.startsWith("X-Id:")).findFirst().orElse("none");
			return answer("", "{\"target\":\"" + head.substring(4, head.indexOf(" HTTP")) + "\",\"header\":\""
					+ id.replace("\"", "'") + "\"}");
		}
		return switch (path) {
			case "good", "utf-8" -> answer("", "{\"text\":\"ü\",\"big\":123456789012345678901234567890.10}");
			case "broken" -> "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.ISO_8859_1);
			case "invalid" -> answer("", "{\"a\":");
			case "html" -> answer("Content-Type: text/html\r\n", "{}");
			case "gzip" -> gzip("{\"zipped\":true}", false);
			case "cut-gzip" -> gzip("{\"zipped\":true}", true);
			case "bomb" -> gzip("[" + "1,".repeat(3_000_000) + "1]", false);
			case "brotli" -> answer("Content-Encoding: br\r\n", "xx");
			case "empty" -> answer("", "");
			case "no-content" -> "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
			case "not-modified" -> "HTTP/1.1 304 Not Modified\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
			case "not-found" ->
				"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.ISO_8859_1);
			case "huge" -> answer("", "\"" + "x".repeat(5_000_000) + "\"");
			case "chunked" -> chunked(5_000_000);
			case "deep" -> answer("", "[".repeat(100) + "]".repeat(100));
			case "twice" -> answer("", "{\"a\":1,\"a\":2}");
			case "nan" -> answer("", "{\"a\":NaN}");
			case "trailing" -> answer("", "{} {}");
			case "value-missing" -> answer("", "{}");
			case "value-null" -> answer("", "{\"id\":null}");
			case "value-object" -> answer("", "{\"id\":{\"a\":1}}");
			case "value-dots" -> answer("", "{\"id\":\"..\"}");
			case "value-path" -> answer("", "{\"id\":\"/../admin\"}");
			case "value-query" -> answer("", "{\"id\":\"7?admin=true&x#y\"}");
			case "value-lines" -> answer("", "{\"id\":\"a\\r\\nX-Admin: true\"}");
			case "value-number" -> answer("", "{\"id\":12345678901234567890}");
			case "value-list" -> answer("", "{\"id\":[\"a b\",2,true]}");
			default -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
		};
	}

	private static byte[] answer(String headers, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return join("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n", bytes);
	}

	private static byte[] chunked(int length) {
		return ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n"
				+ " ".repeat(length) + "\r\n0\r\n\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] gzip(String body, boolean cut) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			gzip.write(body.getBytes(StandardCharsets.UTF_8));
		}
		byte[] bytes = packed.toByteArray();
		byte[] sent = cut ? Arrays.copyOf(bytes, bytes.length - 9) : bytes;
		return join("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + sent.length + "\r\n\r\n", sent);
	}

	private static byte[] join(String head, byte[] body) {
		byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
		byte[] all = Arrays.copyOf(start, start.length + body.length);
		System.arraycopy(body, 0, all, start.length, body.length);
		return all;
	}

	@ParameterizedTest
	@CsvSource({ "hang, 504, timeout", "reset, 502, unavailable", "broken, 502, unavailable", "status, 502, status",
			"invalid, 502, invalid-body", "html, 502, invalid-body", "cut-gzip, 502, invalid-body",
			"bomb, 502, too-large", "brotli, 502, invalid-body", "not-modified, 502, status", "not-found, 502, status",
			"huge, 502, too-large", "chunked, 502, too-large", "deep, 502, invalid-body", "twice, 502, invalid-body",
			"nan, 502, invalid-body", "trailing, 502, invalid-body" })
	void partThatFailsIsTold(String kind, int status, String type) throws IOException {
		String required = RawHttp.get(app.port(), "/required/" + kind);
		assertThat(required).startsWith("HTTP/1.1 " + status + " ")
			.contains("application/problem+json")
			.contains("The part 'faulty' of the answer is not to be had");
		String optional = RawHttp.get(app.port(), "/optional/" + kind);
		assertThat(optional).startsWith("HTTP/1.1 200 ")
			.contains("Gateway-Incomplete: faulty\r\n")
			.contains("Cache-Control: no-store\r\n")
			.contains("\"faulty\":{\"from\":\"fallback\"},\"errors\":[{\"part\":\"faulty\"")
			.contains("\"type\":\"" + type + "\"}]}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "utf-8|{\"text\":\"ü\",\"big\":123456789012345678901234567890.10}",
			"gzip|{\"zipped\":true}", "empty|null", "no-content|null" })
	void partThatSucceedsIsExact(String kind, String json) throws IOException {
		String answer = new String(RawHttp.get(app.port(), "/required/" + kind).getBytes(StandardCharsets.ISO_8859_1),
				StandardCharsets.UTF_8);
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.endsWith("{\"good\":{\"text\":\"ü\",\"big\":123456789012345678901234567890.10},\"faulty\":" + json + "}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "missing|\"type\":\"missing-value\"", "null|\"type\":\"unsuitable-value\"",
					"object|\"type\":\"unsuitable-value\"", "dots|\"type\":\"unsuitable-value\"",
					"path|\"type\":\"unsuitable-value\"", "lines|\"type\":\"unsuitable-value\"",
					"number|\"target\":\"/echo/12345678901234567890?q=12345678901234567890\"",
					"list|\"target\":\"/echo/a%20b,2,true?q=a%20b,2,true\"" })
	void valueNeverChangesTheRequestItEnters(String kind, String expected) throws IOException {
		assertThat(RawHttp.get(app.port(), "/depend/" + kind)).startsWith("HTTP/1.1 200 ").contains(expected);
	}

	@Test
	void valueIsEscapedForEachPlace() throws IOException {
		assertThat(RawHttp.get(app.port(), "/depend/query")).contains(
				"{\"target\":\"/echo/7%3Fadmin%3Dtrue%26x%23y?q=7%3Fadmin%3Dtrue%26x%23y\",\"header\":\"X-Id: 7?admin=true&x#y\"}");
	}

	@Test
	void statusOfAPartIsPassedOnIfWanted() throws IOException {
		assertThat(RawHttp.get(app.port(), "/passed/not-found")).startsWith("HTTP/1.1 404 ").contains("'faulty'");
		assertThat(RawHttp.get(app.port(), "/passed/not-modified")).startsWith("HTTP/1.1 502 ");
		assertThat(RawHttp.get(app.port(), "/passed/invalid")).startsWith("HTTP/1.1 502 ");
	}

	@Test
	void timesOfWaitingOfTheRouteHoldForItsParts() throws IOException {
		long start = System.nanoTime();
		assertThat(RawHttp.get(app.port(), "/waiting")).startsWith("HTTP/1.1 504 ").contains("'faulty'");
		// That of the service is 30 s
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	@Test
	void serverThatIsNotThereIsABadGateway() throws IOException {
		assertThat(RawHttp.get(app.port(), "/gone")).startsWith("HTTP/1.1 502 ").contains("'faulty'");
	}

	@Test
	void beanHasItsTimeAsAnyPart() throws IOException {
		assertThat(RawHttp.get(app.port(), "/bean")).startsWith("HTTP/1.1 504 ").contains("'faulty'");
	}

	/**
	 * What an application brings.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		PartSource never() {
			return (exchange) -> Mono.never();
		}

	}

}
