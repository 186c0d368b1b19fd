package io.embeddedgateway.sticky;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import io.embeddedgateway.service.AdminState;
import io.embeddedgateway.service.Instance;
import io.embeddedgateway.service.LiveService;
import io.embeddedgateway.service.Services;
import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that stay with their instance, over real sockets.
 */
class StickySessionTests {

	private static final Pattern COOKIE = Pattern.compile("(?m)^set-cookie: ([\\w-]+=[\\w-]{52});(.*)$",
			Pattern.CASE_INSENSITIVE);

	private static final String KEY = "a secret that all gateways know, 40 bytes";

	private final Upstream a = Upstream.named("from a");

	private final Upstream b = Upstream.named("from b");

	private GatewayApp app;

	@BeforeEach
	void start() {
		this.app = start(KEY);
	}

	@AfterEach
	void stop() {
		this.app.close();
		this.a.close();
		this.b.close();
	}

	private GatewayApp start(String key) {
		return GatewayApp
			.start("""
					gateway:
					  sticky-key: %1$s
					  services:
					    orders: {instances: "%2$s,%3$s", load-balancer: round-robin, sticky: cookie}
					    stock:
					      instances: "%2$s,%3$s"
					      sticky: {cookie: GATEWAY_AFFINITY_orders, path: /stock}
					    strict: {instances: "%2$s,%3$s", load-balancer: round-robin, sticky: {cookie: STRICT, on-loss: fail}}
					    apps: {instances: "%2$s,%3$s", load-balancer: round-robin, sticky: "header:X-Session-Instance"}
					  routes:
					    orders: {path: /orders, service: orders}
					    stock: {path: /stock, service: stock}
					    strict: {path: /strict, service: strict}
					    apps: {path: /apps, service: apps}
					    free: {path: /free, service: apps, sticky: "cookie:FREE"}
					"""
				.formatted(key, this.a.uri(), this.b.uri()));
	}

	private String get(GatewayApp gateway, String path, String... headers) throws IOException {
		return RawHttp.get(gateway.port(), path, headers);
	}

	private String get(String path, String... headers) throws IOException {
		return get(this.app, path, headers);
	}

	private static String cookie(String response) {
		Matcher matcher = COOKIE.matcher(response);
		assertThat(matcher.find()).as(response).isTrue();
		return matcher.group(1);
	}

	private static String who(String response) {
		return response.substring(response.length() - 1);
	}

	@Test
	void clientStaysWithTheInstanceThatAnsweredFirst() throws IOException {
		String first = get("/orders");
		String cookie = cookie(first);
		assertThat(first).startsWith("HTTP/1.1 200 ").containsIgnoringCase("cache-control: private");
		assertThat(cookie).startsWith("GATEWAY_AFFINITY_orders=").doesNotContain("127.0.0.1");
		for (int i = 0; i < 6; i++) {
			String next = get("/orders", "Cookie: lang=de; " + cookie);
			assertThat(who(next)).isEqualTo(who(first));
			assertThat(next).doesNotContainIgnoringCase("set-cookie").doesNotContainIgnoringCase("cache-control");
		}
		Upstream chosen = who(first).equals("a") ? this.a : this.b;
		assertThat(chosen.last().header("Cookie")).containsExactly("lang=de");
	}

	@Test
	void clientsWithoutATokenAreSpread() throws IOException {
		assertThat(List.of(who(get("/orders")), who(get("/orders")))).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void forgedForeignAndStaleTokensCountAsNone() throws IOException {
		String cookie = cookie(get("/orders"));
		String forged = cookie.substring(0, cookie.length() - 1) + (cookie.endsWith("A") ? "B" : "A");
		assertThat(cookie(get("/orders", "Cookie: " + forged))).isNotEqualTo(forged);
		assertThat(cookie(get("/orders", "Cookie: GATEWAY_AFFINITY_orders=http://127.0.0.1:1"))).isNotNull();
		assertThat(cookie(get("/orders", "Cookie: GATEWAY_AFFINITY_orders=" + "x".repeat(3000)))).isNotNull();
		// Of another service, and of a gateway with another key
		String foreign = cookie(get("/stock"));
		assertThat(cookie(get("/orders", "Cookie: " + foreign))).isNotEqualTo(foreign);
		try (GatewayApp other = start("another secret, of which this one knows nothing")) {
			String stale = cookie(get(other, "/orders"));
			assertThat(cookie(get("/orders", "Cookie: " + stale))).isNotEqualTo(stale);
		}
	}

	@Test
	void gatewaysWithTheSameKeyAgree() throws IOException {
		String first = get("/orders");
		try (GatewayApp other = start(KEY)) {
			for (int i = 0; i < 4; i++) {
				String next = get(other, "/orders", "Cookie: " + cookie(first));
				assertThat(who(next)).isEqualTo(who(first));
				assertThat(next).doesNotContainIgnoringCase("set-cookie");
			}
		}
	}

	@Test
	void lostInstanceMeansAnotherOneAndItsToken() throws IOException {
		String first = get("/orders");
		lose("orders", who(first));
		String second = get("/orders", "Cookie: " + cookie(first));
		assertThat(who(second)).isNotEqualTo(who(first));
		assertThat(get("/orders", "Cookie: " + cookie(second))).doesNotContainIgnoringCase("set-cookie");
	}

	@Test
	void lostInstanceMeans503WhereTheSessionIsAll() throws IOException {
		String first = get("/strict");
		String cookie = "Cookie: " + cookie(first);
		lose("strict", who(first));
		assertThat(get("/strict", cookie)).startsWith("HTTP/1.1 503 ").doesNotContainIgnoringCase("set-cookie");
		assertThat(get("/strict")).startsWith("HTTP/1.1 200 ");
		service("strict").update(List.of(Instance.of(this.a.uri()), Instance.of(this.b.uri())));
		assertThat(who(get("/strict", cookie))).isEqualTo(who(first));
		administer("strict", who(first), AdminState.DISABLED);
		assertThat(get("/strict", cookie)).startsWith("HTTP/1.1 503 ");
	}

	@Test
	void drainingInstanceKeepsItsClientsAndGetsNoOthers() throws IOException {
		String first = get("/orders");
		administer("orders", who(first), AdminState.DRAINING);
		for (int i = 0; i < 4; i++) {
			assertThat(who(get("/orders", "Cookie: " + cookie(first)))).isEqualTo(who(first));
			assertThat(who(get("/orders"))).isNotEqualTo(who(first));
		}
		administer("orders", who(first), AdminState.DISABLED);
		String moved = get("/orders", "Cookie: " + cookie(first));
		assertThat(who(moved)).isNotEqualTo(who(first));
		assertThat(cookie(moved)).isNotEqualTo(cookie(first));
	}

	@Test
	void tokenTravelsInAHeaderIfItIsTo() throws IOException {
		String first = get("/apps");
		Matcher header = Pattern.compile("(?mi)^x-session-instance: (.*)$").matcher(first);
		assertThat(header.find()).isTrue();
		for (int i = 0; i < 4; i++) {
			assertThat(who(get("/apps", "X-Session-Instance: " + header.group(1)))).isEqualTo(who(first));
		}
		assertThat(get("/free")).doesNotContainIgnoringCase("x-session-instance").contains("FREE=");
	}

	@Test
	void webSocketsGoWhereTheirClientIsBound() throws IOException {
		try (Upstream c = webSockets("c"); Upstream d = webSockets("d"); GatewayApp gateway = GatewayApp.start("""
				gateway:
				  services:
				    chat: {instances: "%s,%s", load-balancer: round-robin, sticky: cookie}
				  routes:
				    chat: {path: /chat, service: chat}
				""".formatted(c.uri(), d.uri()))) {
			String first = handshake(gateway, null);
			for (int i = 0; i < 4; i++) {
				String next = handshake(gateway, cookie(first));
				assertThat(who(next)).isEqualTo(who(first));
				assertThat(next).doesNotContainIgnoringCase("set-cookie");
			}
		}
	}

	private static Upstream webSockets(String name) {
		return Upstream.with((request, response) -> response
			.sendWebsocket((in, out) -> out.sendString(Mono.just("from " + name)).neverComplete()));
	}

	private static String handshake(GatewayApp gateway, @Nullable String cookie) throws IOException {
		try (RawHttp http = new RawHttp(gateway.port())) {
			http.send("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
					+ ((cookie != null) ? "Cookie: " + cookie + "\r\n" : "") + "\r\n");
			String answer = http.readUntil("from ");
			assertThat(answer).startsWith("HTTP/1.1 101 ");
			return answer + new String(http.read(1), StandardCharsets.US_ASCII);
		}
	}

	@Test
	void cookieIsSecureOverHttps(@TempDir Path directory) throws Exception {
		Certificates certificates = new Certificates();
		certificates.write(directory, "server", certificates.of("127.0.0.1"));
		try (GatewayApp secure = GatewayApp.start("""
				server.ssl: {certificate: "%1$s/server.crt", certificate-private-key: "%1$s/server.key"}
				gateway:
				  services:
				    orders: {instances: "%2$s", sticky: cookie}
				  routes:
				    orders: {path: /orders, service: orders}
				""".formatted(directory.toUri(), this.a.uri()))) {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
			Socket socket = context.getSocketFactory().createSocket("127.0.0.1", secure.port());
			try (RawHttp http = new RawHttp(socket)) {
				String answer = http.send("GET /orders HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").readAll();
				assertThat(answer).contains("; Path=/; Secure; HttpOnly; SameSite=Lax");
			}
		}
	}

	private LiveService service(String id) {
		return this.app.context().getBean(Services.class).get(id);
	}

	private void lose(String service, String who) {
		service(service).update(List.of(Instance.of(who.equals("a") ? this.b.uri() : this.a.uri())));
	}

	private void administer(String service, String who, AdminState state) {
		String id = who.equals("a") ? this.a.uri() : this.b.uri();
		service(service).instance(id).condition().administer(state, "test");
	}

}
