package io.embeddedgateway.relay;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.Challenge;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.auth.VerifiedCaller;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;
import io.embeddedgateway.testing.RawUpstream;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What services are told about callers, over real sockets.
 */
class RelayTests {

	private static final AtomicInteger ISSUED = new AtomicInteger();

	private static final List<String> FORMS = new CopyOnWriteArrayList<>();

	private static Upstream upstream;

	private static Upstream tokens;

	private static final String HASH = "da03b33faa01e17ccb296f89a22708b789ebe833314d918f1dc2b9d2acc5fdb3";

	private static final String KEY = "relay-tests-key-0123456789";

	private static final BlockingQueue<String> TRAILERS = new LinkedBlockingQueue<>();

	private static RawUpstream raw;

	private static GatewayApp app;

	private static WebTestClient client;

	@BeforeAll
	static void start() throws IOException {
		upstream = Upstream.echo();
		raw = RawUpstream.with(RelayTests::takeTrailers);
		tokens = Upstream.with((request, response) -> request.receive()
			.aggregate()
			.asString()
			.map(RelayTests::issue)
			.flatMap((answer) -> response.status(answer.startsWith("{\"error") ? 400 : 200)
				.header("Content-Type", "application/json")
				.sendString(Mono.just(answer))
				.then()));
		app = GatewayApp
			.start("""
					gateway:
					  auth: {apps: {api-key: {header: X-Key, keys: {mobile: {hash: "sha256:%4$s"}}}}}
					  token-clients:
					    idp: {token-uri: "%2$s/token", client-id: gw, client-secret: s3cret}
					    down: {token-uri: "http://127.0.0.1:1/token", client-id: gw, client-secret: s3cret}
					  defaults: {timeout: 5s}
					  services:
					    site: {instances: %1$s}
					    stock:
					      instances: %1$s
					      relay: {token: client-credentials, client: idp, scopes: stock}
					  routes:
					    plain: {path: /plain/**, service: site}
					    open: {path: /open/**, service: site, auth: none}
					    forward: {path: /forward/**, service: site, relay: forward}
					    remove: {path: /remove/**, service: site, relay: remove}
					    own: {path: /set/**, service: site, relay: remove, transform: {request: {set-headers: {Authorization: Own}}}}
					    claims: {path: /claims/**, service: site, relay: {claims: {sub: X-User-Id, org.plan: X-Plan, roles: X-Roles, none: X-None}}}
					    exchange: {path: /exchange/**, service: site, relay: {token: exchange, client: idp, audiences: orders, scopes: "a,b"}}
					    stock: {path: /stock/**, service: stock}
					    trailers: {path: /trailers, uri: "%3$s", auth: none}
					    down: {path: /down/**, service: site, relay: {token: exchange, client: down}}
					"""
				.formatted(upstream.uri(), tokens.uri(), raw.uri(), HASH), Beans.class);
		client = WebTestClient.bindToServer().baseUrl(app.url("")).build();
	}

	private static void takeTrailers(RawHttp connection) throws IOException {
		connection.readUntil("\r\n\r\n");
		connection.readUntil("\r\n0\r\n");
		TRAILERS.add(connection.readUntil("X-Sum: 1\r\n\r\n"));
		connection.send("HTTP/1.1 204 No Content\r\n\r\n");
	}

	private static String issue(String form) {
		FORMS.add(form);
		if (form.contains("subject_token=Refused")) {
			return "{\"error\":\"invalid_grant\"}";
		}
		String token = (form.contains("token-exchange") ? "exchanged" : "own") + ISSUED.incrementAndGet();
		return "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":300}";
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		raw.close();
		tokens.close();
		upstream.close();
	}

	@Test
	void tokensAreForwardedAndKeysRemovedUnlessTheRouteSaysOtherwise() {
		assertThat(sent("/plain", "Bearer ann", "Authorization")).isEqualTo("Bearer ann");
		assertThat(sent("/plain", "Key ann", "Authorization")).isNull();
		assertThat(sent("/forward", "Key ann", "Authorization")).isEqualTo("Key ann");
		assertThat(sent("/remove", "Bearer ann", "Authorization")).isNull();
		assertThat(sent("/set", "Bearer ann", "Authorization")).isEqualTo("Own");
		assertThat(sent("/open", "Bearer ann", "Authorization")).isEqualTo("Bearer ann");
	}

	@Test
	void keysNeverGoOnWhoeverVouchesForTheCaller() {
		assertThat(sentWithKey("/plain", "Bearer ann", "X-Key")).isNull();
		assertThat(sentWithKey("/open", "Basic YTpi", "X-Key")).isNull();
		assertThat(upstream.last().header("Authorization")).containsExactly("Basic YTpi");
		assertThat(sentWithKey("/remove", "Bearer ann", "X-Key")).isNull();
		assertThat(sentWithKey("/stock", "Bearer ann", "X-Key")).isNull();
		assertThat(sentWithKey("/forward", "Bearer ann", "X-Key")).isEqualTo(KEY);
	}

	@Test
	void passwordThatNobodyLookedAtDoesNotGoOn() {
		assertThat(sentWithKey("/plain", "Basic YTpi", "Authorization")).isNull();
		assertThat(sentWithKey("/remove", "Basic YTpi", "Authorization")).isNull();
		assertThat(sentWithKey("/set", "Basic YTpi", "Authorization")).isEqualTo("Own");
	}

	@Test
	void claimsBecomeHeaders() {
		assertThat(sent("/claims", "Bearer ann", "X-User-Id")).isEqualTo("ann");
		assertThat(upstream.last().header("X-Plan")).containsExactly("pro,%E2%82%AC");
		assertThat(upstream.last().header("X-Roles")).containsExactly("admin");
		assertThat(upstream.last().header("X-None")).isEmpty();
	}

	@Test
	void headersAboutTheCallerNeverComeFromClients() {
		for (String path : List.of("/plain", "/open", "/claims", "/exchange")) {
			for (String name : List.of("X-User-Id", "x-user-id", "X_User_Id", "X-USER_ID", "X-None", "x_none")) {
				send(path, Map.of("Authorization", "Bearer bob", name, "mallory"));
				assertThat(upstream.last().headers()).as("%s on %s", name, path)
					.noneMatch((header) -> header.getValue().equals("mallory"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Trailer: X-Sum\r\n", "Trailer: X-Sum\r\nConnection: Trailer\r\n" })
	void headersAboutTheCallerDoNotComeAsTrailers(String announced) throws Exception {
		String request = "POST /trailers HTTP/1.1\r\nHost: a\r\n" + announced + "Transfer-Encoding: chunked\r\n\r\n"
				+ "1\r\na\r\n0\r\nX-User-Id: mallory\r\nx_roles: mallory\r\nX-Sum: 1\r\n\r\n";
		try (RawHttp http = new RawHttp(app.port())) {
			assertThat(http.send(request).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 204");
		}
		assertThat(TRAILERS.poll(5, TimeUnit.SECONDS)).isEqualTo("X-Sum: 1\r\n\r\n");
	}

	@Test
	void tokenIsExchangedOnceForAllRequestsWithIt() {
		int before = tokens.received().size();
		List<String> answers = Flux.fromStream(IntStream.range(0, 50).boxed())
			.flatMap((i) -> Mono.fromCallable(() -> exchanged("carl")).subscribeOn(Schedulers.boundedElastic()))
			.collectList()
			.toFuture()
			.join();
		assertThat(Set.copyOf(answers)).hasSize(1).allMatch((token) -> token.startsWith("Bearer exchanged"));
		assertThat(tokens.received().size() - before).isEqualTo(1);
		String form = FORMS.get(FORMS.size() - 1);
		assertThat(form).contains("subject_token=carl", "audience=orders", "scope=a+b",
				"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange");
		assertThat(tokens.last().header("Authorization").get(0)).startsWith("Basic ");
		assertThat(sent("/exchange", "Bearer dora", "Authorization")).startsWith("Bearer exchanged")
			.isNotEqualTo(answers.get(0));
	}

	@Test
	void serviceGetsATokenOfTheGatewayItself() {
		String first = sent("/stock", "Bearer ann", "Authorization");
		assertThat(first).startsWith("Bearer own");
		assertThat(sent("/stock", "Bearer bob", "Authorization")).isEqualTo(first);
	}

	@Test
	void withoutTokenForTheServiceTheRequestIsRefused() {
		int before = upstream.received().size();
		assertThat(send("/exchange", Map.of("Authorization", "Bearer Refused"))).isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(send("/exchange", Map.of("Authorization", "Key ann"))).isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(send("/down", Map.of("Authorization", "Bearer ann"))).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(upstream.received()).hasSize(before);
	}

	private static String exchanged(String name) {
		assertThat(send("/exchange", Map.of("Authorization", "Bearer " + name))).isEqualTo(HttpStatus.OK);
		return upstream.last().header("Authorization").get(0);
	}

	private static @Nullable String sent(String path, String authorization, String name) {
		return sent(path, Map.of("Authorization", authorization), name);
	}

	private static @Nullable String sentWithKey(String path, String authorization, String name) {
		return sent(path, Map.of("Authorization", authorization, "X-Key", KEY), name);
	}

	private static @Nullable String sent(String path, Map<String, String> headers, String name) {
		assertThat(send(path, headers)).isEqualTo(HttpStatus.OK);
		List<String> values = upstream.last().header(name);
		return values.isEmpty() ? null : values.get(0);
	}

	private static HttpStatus send(String path, Map<String, String> headers) {
		return HttpStatus.valueOf(client.get()
			.uri(path)
			.headers((all) -> headers.forEach(all::set))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value());
	}

	/**
	 * Providers that believe every name.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		AuthProviderSource believing() {
			return () -> List.of(new Believing("bearer", CredentialKind.TOKEN),
					new Believing("key", CredentialKind.API_KEY));
		}

	}

	/**
	 * Believes every name.
	 */
	private record Believing(String name, CredentialKind kind) implements AuthProvider {

		@Override
		public List<Challenge> challenges() {
			return List.of(Challenge.of(this.name));
		}

		@Override
		public boolean accepts(Credentials credentials) {
			return credentials.scheme().equals(this.name);
		}

		@Override
		public Mono<VerifiedCaller> authenticate(Credentials credentials) {
			String name = credentials.value();
			if (name.isEmpty()) {
				return Mono.error(new InvalidCredentialsException("no name"));
			}
			Caller caller = new Caller(this.name, name, null, Set.of(), Set.of("admin"),
					Map.of("sub", name, "org", Map.of("plan", List.of("pro", "€"))));
			return Mono.just(new VerifiedCaller(caller, new Credential(this.kind, "Authorization", name)));
		}

	}

}
