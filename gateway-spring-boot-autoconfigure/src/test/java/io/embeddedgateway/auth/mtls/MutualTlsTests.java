package io.embeddedgateway.auth.mtls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;
import reactor.test.StepVerifier;

import io.embeddedgateway.Caller;
import io.embeddedgateway.auth.AuthProvider;
import io.embeddedgateway.auth.AuthProviderSource;
import io.embeddedgateway.auth.Credential;
import io.embeddedgateway.auth.CredentialKind;
import io.embeddedgateway.auth.SenderConstraint;
import io.embeddedgateway.auth.TokenBinding;
import io.embeddedgateway.auth.TokenCache;
import io.embeddedgateway.auth.TokenProvider;
import io.embeddedgateway.auth.VerifiedCaller;
import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.GatewayApp;

/**
 * Clients with certificates, over real TLS.
 */
class MutualTlsTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final Certificates CERTIFICATES = new Certificates();

	private static final X509Bundle ORDERS = CERTIFICATES.of("orders");

	private static final X509Bundle REPORTS = CERTIFICATES.of("reports");

	private static final X509Bundle STRANGER = CERTIFICATES.of("stranger");

	@TempDir
	private static Path directory;

	private static GatewayApp app;

	@BeforeAll
	static void start() {
		CERTIFICATES.write(directory, "server", CERTIFICATES.of("127.0.0.1"));
		app = GatewayApp.start("""
				server: {http2.enabled: true, ssl: {bundle: server, client-auth: want}}
				spring.ssl.bundle.pem.server:
				  keystore: {certificate: "file:%1$s/server.crt", private-key: "file:%1$s/server.key"}
				  truststore: {certificate: "file:%1$s/server.ca"}
				gateway:
				  auth:
				    machines:
				      mtls: {clients: {orders: {scopes: orders.read}, reports: {}}}
				    anyone: {mtls: {principal: san-dns, issuer: "cn=authority"}}
				    others: {mtls: {issuer: "CN=Somebody else"}}
				  routes:
				    declared: {path: /declared, local: true, auth: {providers: machines}}
				    scope: {path: /scope, local: true, auth: {providers: machines, all-of: "scope:orders.read"}}
				    anyone: {path: /anyone, local: true, auth: {providers: anyone}}
				    others: {path: /others, local: true, auth: {providers: "others"}}
				    either: {path: /either, local: true, auth: {providers: "others, anyone"}}
				    bound: {path: /bound, local: true, auth: {providers: tokens}}
				""".formatted(directory), Beans.class);
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@ParameterizedTest
	@EnumSource(value = HttpProtocol.class, names = { "HTTP11", "H2" })
	void certificateNamesTheClient(HttpProtocol protocol) {
		expect(protocol, ORDERS, "/declared", "200 orders");
		expect(protocol, ORDERS, "/scope", "200 orders");
		expect(protocol, REPORTS, "/declared", "200 reports");
		expect(protocol, REPORTS, "/scope", "403");
		expect(protocol, STRANGER, "/declared", "401");
		expect(protocol, STRANGER, "/anyone", "200 stranger");
		expect(protocol, null, "/anyone", "401");
	}

	@Test
	void issuerIsPartOfTheRule() {
		expect(HttpProtocol.HTTP11, ORDERS, "/others", "401");
		expect(HttpProtocol.HTTP11, ORDERS, "/either", "200 orders");
	}

	@Test
	void tlsRefusesWhatItCanNotTrust() {
		for (X509Bundle bundle : List.of(CERTIFICATES.expired("orders"), new Certificates().of("orders"))) {
			StepVerifier.create(get(HttpProtocol.HTTP11, bundle, "/declared"))
				.expectErrorMatches((error) -> error.getCause() instanceof SSLException || error instanceof IOException)
				.verify(SOON);
		}
	}

	@Test
	void boundTokenNeedsItsCertificate() {
		expect(HttpProtocol.HTTP11, ORDERS, "/bound", "200 token");
		expect(HttpProtocol.H2, ORDERS, "/bound", "200 token");
		expect(HttpProtocol.HTTP11, REPORTS, "/bound", "401");
		expect(HttpProtocol.HTTP11, null, "/bound", "401");
	}

	private static void expect(HttpProtocol protocol, X509Bundle bundle, String path, String expected) {
		StepVerifier.create(get(protocol, bundle, path)).expectNext(expected).expectComplete().verify(SOON);
	}

	private static Mono<String> get(HttpProtocol protocol, X509Bundle bundle, String path) {
		return HttpClient.create(ConnectionProvider.newConnection())
			.protocol(protocol)
			.secure((spec) -> spec.sslContext(tls(protocol, bundle)))
			.headers((headers) -> headers.set("Authorization", path.equals("/bound") ? "Bearer token" : "None x"))
			.get()
			.uri("https://127.0.0.1:" + app.port() + path)
			.responseSingle((response, body) -> body.asString()
				.defaultIfEmpty("")
				.map((text) -> (response.status().code() == 200) ? "200 " + text
						: String.valueOf(response.status().code())));
	}

	private static SslProvider.GenericSslContextSpec<?> tls(HttpProtocol protocol, X509Bundle bundle) {
		return (protocol == HttpProtocol.H2)
				? Http2SslContextSpec.forClient().configure((tls) -> configure(tls, bundle))
				: Http11SslContextSpec.forClient().configure((tls) -> configure(tls, bundle));
	}

	private static void configure(SslContextBuilder tls, X509Bundle bundle) {
		tls.trustManager(CERTIFICATES.authority().getCertificate());
		if (bundle != null) {
			tls.keyManager(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath());
		}
	}

	static String thumbprint(X509Certificate certificate) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An own handler, and a token that is bound to a certificate.
	 */
	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@GetMapping({ "/declared", "/scope", "/anyone", "/others", "/either", "/bound" })
		String name(Authentication authentication) {
			return authentication.getName();
		}

		@Bean
		AuthProviderSource tokens(TokenCache cache, List<SenderConstraint> constraints) {
			AuthProvider tokens = new TokenProvider("tokens", null, Beans::verify, TokenBinding.CERTIFICATE,
					Duration.ofMinutes(1), cache, constraints);
			return () -> List.of(tokens);
		}

		private static Mono<VerifiedCaller> verify(String token) {
			Caller caller = new Caller("tokens", "token", null, Set.of(), Set.of(), Map.of());
			return Mono.just(new VerifiedCaller(caller, new Credential(CredentialKind.TOKEN, "Authorization", token),
					null, null, Map.of("x5t#S256", thumbprint(ORDERS.getCertificate())), () -> true));
		}

	}

}
