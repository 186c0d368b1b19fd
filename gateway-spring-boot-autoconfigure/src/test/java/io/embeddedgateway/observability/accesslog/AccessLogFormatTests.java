package io.embeddedgateway.observability.accesslog;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.UnroutedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the lines look like.
 */
class AccessLogFormatTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String COMMON_LINE = "192.0.2.7 - frank [10/Oct/2000:13:55:36 -0700] "
			+ "\"GET /apache_pb.gif?size=2 HTTP/1.1\" 200 5";

	private final AccessLogLines lines = new AccessLogLines();

	@AfterEach
	void detach() {
		this.lines.close();
	}

	@Test
	void lineInJsonHasAllThatIsKnown() {
		LoggedRoute route = new LoggedRoute(AccessLogPolicy.JSON);
		route.run(route.exchange("/orders/7?size=2", (headers) -> {
			headers.set("traceparent", PARENT);
			headers.set(HttpHeaders.USER_AGENT, "curl/8");
			headers.set(HttpHeaders.REFERER, "http://shop.example/");
		}), called("frank"));
		String line = onlyLine();
		assertThat(line.replaceAll("(Ms\":)[0-9]+\\.[0-9]{3}(?=[,}])", "$1T")).isEqualTo("""
				{"time":"2000-10-10T20:55:36.250Z","client":"192.0.2.7","method":"GET","host":"shop.example",\
				"path":"/orders/7","query":"size=2","protocol":"HTTP/1.1","status":200,"route":"orders","attempts":0,\
				"totalMs":T,"gatewayMs":T,"upstreamMs":T,"requestBytes":0,"responseBytes":5,\
				"termination":"complete","provider":"keys","caller":"frank",\
				"traceId":"0af7651916cd43dd8448eb211c80319c","userAgent":"curl/8","referer":"http://shop.example/"}""");
		assertThat(JSON.readTree(line).size()).isEqualTo(21);
	}

	@Test
	void fieldsAreThoseThatWereChosenInTheirOrder() {
		AccessLogField[] fields = { AccessLogField.STATUS, AccessLogField.SCHEME, AccessLogField.PHASE,
				AccessLogField.SIDE, AccessLogField.PATH };
		LoggedRoute route = new LoggedRoute(
				AccessLogPolicy.JSON.withFields(fields).withRequestHeaders("X-Request-Id", "Accept", "x-none"));
		route.get("/a", (headers) -> {
			headers.set("x-request-id", "7\"8");
			headers.addAll("Accept", List.of("text/html", "*/*"));
		});
		assertThat(onlyLine()).isEqualTo("{\"status\":200,\"scheme\":\"http\",\"path\":\"/a\","
				+ "\"requestHeaders\":{\"x-request-id\":\"7\\\"8\",\"accept\":\"text/html, */*\"}}");
		route.cancel();
		assertThat(onlyLine()).isEqualTo("{\"status\":0,\"scheme\":\"http\",\"phase\":\"cancel\",\"side\":\"client\","
				+ "\"path\":\"/a\",\"requestHeaders\":{}}");
	}

	@Test
	void lineWithoutRouteHasAllThatIsKnown() {
		new AccessLogObserver(AccessLogPolicy.JSON, LoggedRoute.CLOCK, () -> 0).unrouted(unrouted());
		assertThat(onlyLine()).isEqualTo("""
				{"time":"2000-10-10T20:55:36.248Z","client":"192.0.2.7","method":"GET","host":"shop.example",\
				"path":"/reset/******","query":"code=******","protocol":"HTTP/1.1","status":405,"attempts":0,\
				"totalMs":2.000,"gatewayMs":2.000,"upstreamMs":0.000,"responseBytes":97,\
				"termination":"method-not-allowed","side":"gateway",\
				"traceId":"0af7651916cd43dd8448eb211c80319c"}""");
	}

	@Test
	void lineWithoutRouteIsThatOfApacheAsWell() {
		String request = "\"GET /reset/******?code=****** HTTP/1.1\" 405 97";
		new AccessLogObserver(AccessLogPolicy.of("common"), LoggedRoute.CLOCK, () -> 0).unrouted(unrouted());
		assertThat(onlyLine()).isEqualTo("192.0.2.7 - - [10/Oct/2000:13:55:36 -0700] " + request);
		new AccessLogObserver(AccessLogPolicy.of("combined"), LoggedRoute.CLOCK, () -> 0).unrouted(unrouted());
		assertThat(onlyLine()).isEqualTo("192.0.2.7 - - [10/Oct/2000:13:55:36 -0700] " + request + " \"-\" \"-\"");
		new AccessLogObserver(AccessLogPolicy.NONE, LoggedRoute.CLOCK, () -> 0).unrouted(unrouted());
		assertThat(this.lines.take()).isEmpty();
	}

	private static UnroutedRequest unrouted() {
		return new UnroutedRequest(UnroutedRequest.Reason.METHOD_NOT_ALLOWED,
				GatewayRequest.of(HttpMethod.GET, "/reset/Hush?code=hush")
					.withHeaders((headers) -> headers.set("traceparent", PARENT)),
				LoggedRoute.CLIENT, 405, 97, 2_000_000, () -> List.of(Map.of("token", "hush", "step", "reset")));
	}

	@Test
	void commonFormatIsThatOfApache() {
		LoggedRoute route = new LoggedRoute(AccessLogPolicy.of("common"));
		route.run(route.exchange("/apache_pb.gif?size=2", (headers) -> {
		}), called("frank"));
		assertThat(onlyLine()).isEqualTo(COMMON_LINE);
		route.cancel();
		assertThat(onlyLine()).isEqualTo("192.0.2.7 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.1\" - -");
	}

	@Test
	void combinedFormatHasRefererAndUserAgentAsWell() {
		LoggedRoute route = new LoggedRoute(AccessLogPolicy.of("combined"));
		route.run(route.exchange("/apache_pb.gif?size=2", (headers) -> {
			headers.set(HttpHeaders.REFERER, "http://www.example.com/start.html");
			headers.set(HttpHeaders.USER_AGENT, "Mozilla/4.08 [en] (Win98; I ;Nav)");
		}), called("frank"));
		assertThat(onlyLine())
			.isEqualTo(COMMON_LINE + " \"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"");
		route.get("/a");
		assertThat(onlyLine()).endsWith("\"GET /a HTTP/1.1\" 200 5 \"-\" \"-\"");
	}

	@Test
	void versionsOfHttpAreNamedAsOtherServersDo() {
		LoggedRoute route = new LoggedRoute(AccessLogPolicy.JSON.withFields(AccessLogField.PROTOCOL));
		for (String version : List.of("1.0", "1.1", "2")) {
			route.run(route.exchange("/a", version, (headers) -> {
			}, Map.of()), LoggedRoute.ok());
		}
		assertThat(this.lines.take()).containsExactly("{\"protocol\":\"HTTP/1.0\"}", "{\"protocol\":\"HTTP/1.1\"}",
				"{\"protocol\":\"HTTP/2.0\"}");
	}

	@Test
	void whatClientsSendEndsNeitherLineNorString() {
		String attack = "a\"b\\c\r\n{\"fake\":1}\t\u0000\u001b[31m\u007f\u0085\u00e9\u2028\u2029\u202e"
				+ "\ud83d\ude00\ud800!\udc00";
		for (String format : List.of("json", "common", "combined")) {
			LoggedRoute route = new LoggedRoute(AccessLogPolicy.of(format));
			route.run(route.exchange("/" + attack, (headers) -> {
				headers.set(HttpHeaders.USER_AGENT, attack);
				headers.set(HttpHeaders.REFERER, attack);
			}), called(attack));
			assertThat(onlyLine()).as(format).matches("[ -~]+");
		}
	}

	@Test
	void lineInJsonSaysWhatWasSent() {
		LoggedRoute route = new LoggedRoute(
				AccessLogPolicy.JSON.withFields(AccessLogField.CALLER, AccessLogField.USER_AGENT));
		String sent = "a\"b\\c\r\n\t\u0000\u001b\u007f\u00e9\u2028\ud83d\ude00";
		route.run(route.exchange("/a", (headers) -> headers.set(HttpHeaders.USER_AGENT, sent + "\ud83d")),
				called("\ude00" + sent));
		JsonNode line = JSON.readTree(onlyLine());
		assertThat(line.get("userAgent").asString()).isEqualTo(sent + "\ufffd");
		assertThat(line.get("caller").asString()).isEqualTo("\ufffd" + sent);
	}

	@Test
	void apacheFormatsEscapeAsApacheDoes() {
		LoggedRoute route = new LoggedRoute(AccessLogPolicy.of("combined"));
		route.run(route.exchange("/a", (headers) -> headers.set(HttpHeaders.USER_AGENT,
				"\"\\\b\n\r\t\u000b\u0001\u007f\u00e9\u20ac\ud83d\ude00")), called("Jo [x] \"y\""));
		assertThat(onlyLine()).startsWith("192.0.2.7 - Jo\\x20[x]\\x20\\\"y\\\" [10/Oct/2000:13:55:36 -0700] \"GET ")
			.endsWith(" \"-\" \"\\\"\\\\\\b\\n\\r\\t\\v\\x01\\x7f\\xe9\\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80\"");
	}

	@Test
	void valuesHaveALongestLength() {
		String endless = "x".repeat(100_000);
		for (String format : List.of("json", "combined")) {
			new LoggedRoute(AccessLogPolicy.of(format)).get("/" + endless + "?" + endless, (headers) -> {
				headers.set(HttpHeaders.USER_AGENT, endless);
				headers.set(HttpHeaders.REFERER, endless);
			});
			assertThat(onlyLine()).hasSizeLessThan(9_000).contains("xxx...");
		}
	}

	@Test
	void secretsAreNowhere() {
		Route reset = Route.builder("reset").path("/reset/{token}").toService("s");
		String secret = "hush-4711";
		AccessLogPolicy json = AccessLogPolicy.JSON
			.withRequestHeaders("Authorization", "Cookie", "Proxy-Authorization", "DPoP", "X-Api-Key", "X-Partner",
					"X-Forwarded-Uri")
			.withMasked(List.of("X-Partner", "pid"));
		for (AccessLogPolicy policy : List.of(json, AccessLogPolicy.of("combined").withMasked(List.of("pid")))) {
			LoggedRoute route = new LoggedRoute(policy, reset, () -> 0);
			String query = "?access_token=hush-4711&pid=hush-4711&page=2";
			route.run(route.exchange("/reset/hush-4711" + query, "1.1", (headers) -> {
				json.requestHeaders().forEach((name) -> headers.set(name, "Bearer hush-4711"));
				headers.set("X-Forwarded-Uri", "/a" + query);
				headers.set(HttpHeaders.REFERER, "https://me:hush-4711@shop.example/" + query);
			}, Map.of("token", secret)), called("frank"));
			assertThat(onlyLine()).doesNotContain(secret)
				.contains("page=2")
				.contains("/reset/******")
				.contains("frank");
		}
	}

	private static GatewayFilterChain called(String name) {
		return (exchange) -> {
			GatewayExchange known = exchange
				.withCaller(new Caller("keys", name, null, Set.of(), Set.of(), Map.of("claim", "hush-4711")));
			return LoggedRoute.ok().filter(known);
		};
	}

	private String onlyLine() {
		List<String> taken = this.lines.take();
		assertThat(taken).hasSize(1);
		return taken.get(0);
	}

}
