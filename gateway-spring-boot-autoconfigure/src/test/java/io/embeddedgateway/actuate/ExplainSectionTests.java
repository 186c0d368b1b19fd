package io.embeddedgateway.actuate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.Route;
import io.embeddedgateway.routing.RouteSource;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint tells of requests, and what the answers of those tell that may ask.
 */
class ExplainSectionTests {

	private static final String EXPLAIN = "/actuator/gateway/explain";

	private static final String SECRET = "0123456789abcdef";

	private static Upstream upstream;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		upstream = Upstream.with(
				(request, response) -> response.header("X-Gateway-Trace", "forged").sendString(Mono.just("upstream")));
		app = GatewayApp
			.start("""
					management.endpoints.web.exposure.include: gateway
					gateway:
					  trace-header: {addresses: 127.0.0.1, secret: %s}
					  services:
					    orders: {instances: "%s, http://127.0.0.1:1"}
					  routes:
					    orders:
					      path: /orders/{id}
					      match: {methods: GET}
					      service: orders
					      filters: failing
					      rate-limit: {limit: 100/1h, key: "header:X-Partner"}
					      transform: {request: {path: "/v1/{id}", set-headers: {X-Upstream-Token: hidden-token}}}
					    slow: {path: /slow, service: orders, max-concurrent: 5, circuit-breaker: 50%%, retry: 2, hedge: 50ms, timeout: 5s, fallback: {respond: 503}}
					    plain: {path: /plain, uri: "%s"}
					    limited: {path: /limited, uri: "%s", rate-limit: 1/1d}
					    fixed: {path: /fixed, respond: {status: 200, body: fixed}, cors: {origins: "https://app.test"}}
					    down: {path: "/down/{token}", uri: "http://127.0.0.1:1", retry: none}
					    own: {path: /own/**, local: true, addresses: {allow: 127.0.0.1}}
					    refused: {path: /refused, uri: "%s", addresses: {deny: 127.0.0.1}}
					"""
				.formatted(SECRET, upstream.uri(), upstream.uri(), upstream.uri(), upstream.uri()), Beans.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
	}

	private static String explain(String query) throws IOException {
		return RawHttp.get(app.port(), EXPLAIN + query);
	}

	@Test
	void requestIsExplainedWithoutBeingSent() throws IOException {
		int before = upstream.received().size();
		String answer = explain("?path=/orders/7&header=X-Partner:%20acme-key&header=Authorization:%20Bearer%20abcdef");
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.contains("\"outcome\":\"route\"", "\"route\":\"orders\"",
					"\"why\":\"path and conditions of route 'orders' match")
			.contains("\"candidates\":[{\"route\":\"orders\",\"path\":\"/orders/{id}\",\"matched\":true,\"failed\":[]}")
			.contains("\"name\":\"failing\",\"effect\":\"unknown\"")
			.contains("\"policy\":\"route:orders\"", "\"remaining\":100")
			.contains("\"upstream\":{\"service\":\"orders\",\"method\":\"GET\",\"uri\":\"" + upstream.uri() + "/v1/7\"")
			.contains("\"X-Upstream-Token\":\"******\"", "\"Authorization\":\"******\"")
			.contains("\"eligible\":true,\"reason\":\"available\"")
			.doesNotContain("hidden-token", "abcdef", "acme-key\"},");
		assertThat(upstream.received()).hasSize(before);
	}

	@Test
	void badInputIsRefusedWithAReason() throws IOException {
		assertThat(explain("")).startsWith("HTTP/1.1 400 ").contains("There is no path");
		assertThat(explain("?path=orders")).startsWith("HTTP/1.1 400 ").contains("starts with a slash");
		assertThat(explain("?path=/a&method=get")).startsWith("HTTP/1.1 400 ").contains("Write 'GET'");
		assertThat(explain("?path=/a&method=G%20T")).startsWith("HTTP/1.1 400 ");
		assertThat(explain("?path=/a&header=nonsense")).startsWith("HTTP/1.1 400 ").contains("proper name");
		assertThat(explain("?path=/a&header=X-A:%20b%0d%0aX-B:%20c")).startsWith("HTTP/1.1 400 ");
		assertThat(explain("?path=/a&client=localhost")).startsWith("HTTP/1.1 400 ").contains("IP address");
		assertThat(explain("?path=/a%20b")).startsWith("HTTP/1.1 400 ");
		assertThat(RawHttp.get(app.port(), EXPLAIN + "/item")).startsWith("HTTP/1.1 404 ");
	}

	@Test
	void scriptComesBackAsAStringOfJsonAlone() throws IOException {
		String answer = explain(
				"?path=/%253Cscript%253E&host=%3Cscript%3Ealert(1)%3C/script%3E&header=X-A:%20%22%3Cscript%3E");
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.containsIgnoringCase("content-type: application/vnd.spring-boot");
		assertThat(answer).contains("\"outcome\":\"refused\"", "\"host\":\"<script>alert(1)</script>\",")
			.doesNotContain("text/html");
	}

	@Test
	void resilienceTellsItsSettings() throws IOException {
		assertThat(explain("?path=/slow")).contains("\"timeoutMillis\":5000", "\"fallback\":\"answer\"",
				"\"circuitBreaker\":\"closed\"", "\"maxConcurrent\":5", "\"attempts\":2", "\"afterMillis\":50");
	}

	@Test
	void instancesThatAreOutSayWhy() throws IOException {
		app.context()
			.getBean(Services.class)
			.get("orders")
			.instances()
			.get(1)
			.condition()
			.suspend(this, "three failures in a row");
		assertThat(explain("?path=/slow"))
			.contains("\"eligible\":false,\"reason\":\"ejected: three failures in a row\",\"state\":\"ejected\"");
		app.context().getBean(Services.class).get("orders").instances().get(1).condition().resume(this, "back");
	}

	@Test
	void reloadMeanwhileIsNoMatter() throws IOException {
		Beans.ROUTES.get()
			.emitNext(List.of(Route.builder("new").path("/new").toUri("http://new:1")),
					Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(explain("?path=/new")).contains("\"route\":\"new\"");
		Beans.ROUTES.get().emitNext(List.of(), Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(explain("?path=/new")).contains("\"outcome\":\"not-found\"", "\"status\":404");
	}

	@Test
	void trustedClientSeesTheWayOfItsRequest() throws IOException {
		String answer = RawHttp.get(app.port(), "/plain", "X-Gateway-Trace: " + SECRET);
		assertThat(answer).startsWith("HTTP/1.1 200 ")
			.contains("X-Gateway-Trace: {\"route\":\"plain\",\"why\":\"path /plain\",\"filters\":[")
			.contains("\"attempts\":1,\"gatewayMillis\":")
			.doesNotContain("forged", SECRET);
		assertThat(upstream.last().header("X-Gateway-Trace")).isEmpty();
		assertThat(RawHttp.get(app.port(), "/refused", "X-Gateway-Trace: " + SECRET)).startsWith("HTTP/1.1 403 ")
			.contains("X-Gateway-Trace: {\"route\":\"refused\"", "\"attempts\":0",
					"\"termination\":\"forbidden\",\"side\":\"gateway\",\"phase\":\"refused\"");
	}

	@Test
	void wayTellsWhatWasSentWithoutSecrets() throws IOException {
		assertThat(trace("/plain?a=b&token=hush"))
			.contains("\"service\":\"" + upstream.uri() + "\"",
					"\"method\":\"GET\",\"uri\":\"" + upstream.uri() + "/plain?a=b&token=******\",\"attempts\":1")
			.doesNotContain("answeredBy", "termination", "hush");
		assertThat(trace("/down/hush?b"))
			.contains("\"uri\":\"http://127.0.0.1:1/down/******?b\",\"attempts\":1",
					"\"termination\":\"connect\",\"side\":\"upstream\",\"phase\":\"connect\"")
			.doesNotContain("answeredBy", "hush");
	}

	@Test
	void wayTellsWhichFilterAnswered() throws IOException {
		trace("/limited");
		assertThat(trace("/limited"))
			.contains("\"attempts\":0,\"answeredBy\":\"rate-limit\"", "\"termination\":\"too-many-requests\"")
			.doesNotContain("\"uri\"", "\"instance\"");
		assertThat(trace("/fixed")).contains("\"answeredBy\":\"respond\"").doesNotContain("termination");
		assertThat(trace("/orders/7", "X-Partner: acme"))
			.contains("\"answeredBy\":\"failing\",\"termination\":\"fault\"");
		assertThat(trace("/fixed/..;/7")).isEmpty();
		assertThat(trace("/own/nothing")).contains("\"answeredBy\":\"local\"");
	}

	private static String trace(String target, String... headers) throws IOException {
		List<String> sent = new ArrayList<>(List.of(headers));
		sent.add("X-Gateway-Trace: " + SECRET);
		String answer = RawHttp.get(app.port(), target, sent.toArray(String[]::new));
		Matcher matcher = Pattern.compile("X-Gateway-Trace: (.*)\r\n").matcher(answer);
		return matcher.find() ? matcher.group(1) : "";
	}

	@Test
	void nobodyElseSeesIt() throws IOException {
		for (String sent : List.of("1", SECRET + "0", "", "true")) {
			assertThat(RawHttp.get(app.port(), "/plain", "X-Gateway-Trace: " + sent)).startsWith("HTTP/1.1 200 ")
				.doesNotContain("X-Gateway-Trace", "forged");
			assertThat(upstream.last().header("X-Gateway-Trace")).isEmpty();
		}
		assertThat(RawHttp.get(app.port(), "/plain")).doesNotContain("X-Gateway-Trace", "forged");
		assertThat(RawHttp.get(app.port(), "/plain", "X-Gateway-Trace: " + SECRET, "X-Gateway-Trace: " + SECRET))
			.doesNotContain("X-Gateway-Trace", "forged");
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		static final AtomicReference<Sinks.Many<List<Route>>> ROUTES = new AtomicReference<>();

		@Bean
		GatewayFilter failing() {
			return (exchange, chain) -> {
				throw new IllegalStateException("Filters of the application are not run");
			};
		}

		@Bean
		RouteSource routes() {
			Sinks.Many<List<Route>> sink = Sinks.many().multicast().onBackpressureBuffer();
			ROUTES.set(sink);
			return sink::asFlux;
		}

	}

}
