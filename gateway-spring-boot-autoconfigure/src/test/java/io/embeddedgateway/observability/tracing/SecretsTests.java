package io.embeddedgateway.observability.tracing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Secrets in the configuration, and in all parts of requests, of a gateway that tells as
 * much as it can: they are in nothing that it tells.
 */
class SecretsTests {

	private static final String TRACE_SECRET = "hush01-trace-header";

	/**
	 * That of {@code hush02-4711-0123456789}.
	 */
	private static final String KEY_HASH = "dff14b3868b02ede18e2b9df8a8edcca82aab2b4105faf3bb3d00551c93f821d";

	private static final String PASSWORD_HASH = new BCryptPasswordEncoder(4).encode("hush03");

	/**
	 * All secrets begin with this.
	 */
	private static final Pattern SECRET = Pattern
		.compile("hush\\w+|aHVzaDA0|" + KEY_HASH.substring(0, 12) + "|" + Pattern.quote(PASSWORD_HASH.substring(20)));

	private static final String YAML = """
			spring.autoconfigure.exclude: org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration
			management:
			  tracing.sampling.probability: 1.0
			  opentelemetry.tracing.export.schedule-delay: 10ms
			  endpoints.web.exposure.include: gateway, gatewaylimits, health, info, metrics, env, configprops, beans, mappings
			  endpoint: {gateway.access: unrestricted, health.show-details: always}
			gateway:
			  allow-path-parameters: true
			  sticky-key: hush10-hush10-hush10-hush10-hush10-hush10
			  dashboard: {enabled: true}
			  dpop: {nonce: required, nonce-key: hush11-hush11-hush11-hush11-hush11-hush11}
			  trace-header: {secret: %3$s}
			  access-log:
			    mask: memo
			    fields: [time, client, method, scheme, host, path, query, protocol, status, route, service, instance, attempts,
			      total-ms, gateway-ms, upstream-ms, request-bytes, response-bytes, termination, side, phase, provider, caller,
			      trace-id, user-agent, referer]
			    request-headers: [Authorization, Cookie, X-Api-Key, X-Partner, Proxy-Authorization, X-Memo, Memo, Referer,
			      X-Access-Token, X-Gateway-Trace, DPoP, Sec-WebSocket-Protocol, X-Shown]
			  auth:
			    tokens: {opaque: {introspection-uri: "%1$s/introspect?api_key=hush12", client-id: me, client-secret: hush13}}
			    partners: {api-key: {header: X-Partner, keys: {acme: "sha256:%4$s"}}}
			    users: {basic: {users: {anna: "{bcrypt}%5$s"}}}
			  token-clients:
			    own: {token-uri: "%1$s/token?key=hush14", client-id: me, client-secret: hush15}
			  defaults: {auth: none}
			  services:
			    orders:
			      instances: [{uri: "%1$s", metadata: {password: hush16}}]
			      health-check: {path: "/health?token=hush17", interval: 1h, headers: {Authorization: Basic hush18}}
			      sticky: cookie
			    broken: {instances: "%2$s", health-check: {path: "/health?token=hush19", interval: 1h}, retry: {attempts: 2}}
			  routes:
			    orders:
			      path: /orders/{token}/**
			      match: {headers: {X-Shown: {any-of: shown}}, query: {api_key: {present: true}}}
			      service: orders
			      rate-limit: {limit: 1000/1h, key: "header:X-Api-Key"}
			      transform: {request: {path: "/v1/{token}/{rest}", set-headers: {X-Upstream-Token: hush20}}}
			    relayed: {path: /relayed/**, service: orders, relay: {token: client-credentials, client: own}}
			    forwarded: {path: /forwarded/**, uri: "%1$s", relay: {token: forward}}
			    closed: {path: "/closed/{secret}", uri: "%1$s", auth: required}
			    broken: {path: "/broken/{password}/**", service: broken}
			    page: {path: "/page/{key}", aggregate: {parts: {order: {service: broken, path: "/orders/{key}", query: {token: "{key}"}}}}}
			""";

	private static final List<String> HEADERS = List.of("X-Gateway-Trace: " + TRACE_SECRET,
			"Authorization: Bearer hush30", "Cookie: SESSION=hush31; other=hush32", "X-Api-Key: hush33",
			"X-Partner: hush02-4711-0123456789", "Proxy-Authorization: Basic hush34", "X-Memo: shown", "Memo: hush35",
			"X-Access-Token: hush36", "DPoP: hush37",
			"Referer: http://here.test/a;token=hush38?token=hush39#access_token=hush40", "X-Shown: shown",
			"User-Agent: shown");

	private static final String QUERY = "?api_key=hush50&page=2&next=%2Fa%3Ftoken%3Dhush51&page=3;token=hush52&memo=hush53";

	private static final List<String> TARGETS = List.of("/orders/hush60/items;jsessionid=hush61/7" + QUERY,
			"/relayed/a;token=hush62" + QUERY, "/forwarded/b" + QUERY, "/closed/hush63" + QUERY,
			"/broken/hush64/x;access_token=hush65" + QUERY, "/page/hush66" + QUERY, "/nowhere;token=hush67" + QUERY,
			"/orders/hush68/%2e%2e/7;token=hush69" + QUERY, "/nowhere/7;sid=hush71");

	/**
	 * How often instances are asked, some of them twice for the same request.
	 */
	private static final int ATTEMPTS = 7;

	/**
	 * How many requests there are, with a route or without; each has a line in the access
	 * log.
	 */
	private static final int LOGGED = 12;

	private final Map<String, String> told = new LinkedHashMap<>();

	private static Upstream upstream;

	private static RawUpstream resetting;

	private static GatewayApp app;

	private static LogLines log;

	@BeforeAll
	static void start() throws IOException {
		upstream = Upstream.with(SecretsTests::answer);
		resetting = RawUpstream.with((connection) -> {
			connection.readUntil("\r\n\r\n");
			connection.reset();
		});
		log = new LogLines();
		app = GatewayApp.start(YAML.formatted(upstream.uri(), resetting.uri(), TRACE_SECRET, KEY_HASH, PASSWORD_HASH),
				BootTracingTests.Exported.class);
	}

	private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		if (request.uri().startsWith("/token")) {
			return response.header("Content-Type", "application/json")
				.sendString(
						Mono.just("{\"access_token\": \"hush21\", \"token_type\": \"Bearer\", \"expires_in\": 600}"));
		}
		return response.status(request.uri().startsWith("/introspect") ? 500 : 200).sendString(Mono.just("shown"));
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		upstream.close();
		resetting.close();
		log.close();
	}

	@Test
	void secretsAreInNothingThatIsTold() throws IOException {
		askAll();
		readAll();
		this.told.put("meters",
				String.valueOf(app.context()
					.getBean(MeterRegistry.class)
					.getMeters()
					.stream()
					.map((meter) -> meter.getId().toString())
					.toList()));
		await().atMost(30, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(log.lines()).filteredOn((line) -> line.contains("\"requestHeaders\""))
				.hasSize(LOGGED));
		this.told.put("log", String.join("\n", log.lines()));
		await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(spans()).hasSize(ATTEMPTS));
		this.told.put("spans", String.join("\n", spans()));
		assertThat(leaks()).isEmpty();
		assertThat(this.told.toString()).contains("/v1/******/items;jsessionid=******/7?api_key=******&page=2",
				"/closed/******", "\"userAgent\":\"shown\"", "\"x-shown\":\"shown\"", "\"answeredBy\":\"auth\"",
				"\"termination\":\"closed\"", "path=\"/broken/******/x;access_token=******\"");
	}

	private void askAll() throws IOException {
		for (String target : TARGETS) {
			this.told.put("answer to " + target.substring(0, 5) + this.told.size(),
					head(RawHttp.get(app.port(), target, HEADERS.toArray(String[]::new))));
		}
		for (String credentials : List.of("Basic aHVzaDA0Omh1c2gwNA==", "Bearer hush41", "DPoP hush42")) {
			this.told.put(credentials.substring(0, 5), head(RawHttp.get(app.port(), "/closed/hush72" + QUERY,
					"Authorization: " + credentials, "X-Gateway-Trace: " + TRACE_SECRET)));
		}
	}

	// A problem says to the client which path it has asked for
	private static String head(String answer) {
		return answer.substring(0, answer.indexOf("\r\n\r\n"));
	}

	private void readAll() throws IOException {
		for (String path : List.of("gateway", "gateway/routes", "gateway/routes/orders", "gateway/services",
				"gateway/limits", "gateway/config", "gateway/dashboard", "health", "info", "metrics", "env",
				"configprops", "beans", "mappings", "gatewaylimits", "gatewaylimits?policy=route:orders&key=hush33")) {
			this.told.put(path, RawHttp.get(app.port(), "/actuator/" + path));
		}
		for (String target : TARGETS) {
			StringBuilder query = new StringBuilder("?path=" + UriUtils.encode(target, StandardCharsets.UTF_8));
			HEADERS
				.forEach((header) -> query.append("&header=").append(UriUtils.encode(header, StandardCharsets.UTF_8)));
			this.told.put("explain " + target.substring(0, 5) + this.told.size(),
					RawHttp.get(app.port(), "/actuator/gateway/explain" + query));
		}
	}

	// What the span of the server says of the path is Spring Boot's
	private static List<String> spans() {
		List<String> spans = new ArrayList<>();
		for (SpanData span : app.context().getBean(InMemorySpanExporter.class).getFinishedSpanItems()) {
			if (span.getKind() == SpanKind.CLIENT) {
				spans
					.add(span.getName() + " " + span.getAttributes() + " " + span.getEvents() + " " + span.getStatus());
			}
		}
		return spans;
	}

	private Set<String> leaks() {
		Set<String> leaks = new TreeSet<>();
		this.told.forEach((place, text) -> {
			Matcher matcher = SECRET.matcher(text);
			while (matcher.find()) {
				int start = Math.max(0, matcher.start() - 100);
				leaks.add(matcher.group() + " in " + place + ": ..." + text.substring(start, matcher.end()));
			}
		});
		return leaks;
	}

	@Test
	void startThatFailsDoesNotTellThemEither() {
		String yaml = """
				gateway:
				  sticky-key: hush80
				  auth: {main: {opaque: {introspection-uri: "http://me:hush81@127.0.0.1:1/i", client-secret: hush82}}}
				  services:
				    orders: {instances: "http://anna:hush83@127.0.0.1:1"}
				  routes:
				    orders: {path: /orders, uri: "http://anna:hush84@127.0.0.1:1/?token=hush85"}
				""";
		assertThatException().isThrownBy(() -> GatewayApp.start(yaml).close())
			.satisfies((failure) -> this.told.put("failure", ThrowableProxyUtil.asString(new ThrowableProxy(failure))));
		this.told.put("log of the failure", String.join("\n", log.lines()));
		assertThat(this.told.get("failure")).contains("gateway.sticky-key");
		assertThat(leaks()).isEmpty();
	}

}
