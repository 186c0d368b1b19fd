package io.embeddedgateway.auth.jwt;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.web.reactive.server.WebTestClient;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.KeyServer;
import io.embeddedgateway.testing.TokenMaker;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Issuers that don't do what they should, over real sockets.
 */
class JwtFaultTests {

	private static final TokenMaker MAKER = TokenMaker.rsa("one", "RS256");

	private static final TokenMaker WEAK = new TokenMaker("weak", "RS256", TokenMaker.rsa(1024));

	private static final TokenMaker ENCRYPTING = TokenMaker.rsa("encrypting", "RS256");

	private static final TokenMaker MISLABELLED = TokenMaker.rsa("mislabelled", "RS256");

	private static final Map<KeyServer.Mode, KeyServer> ISSUERS = new EnumMap<>(KeyServer.Mode.class);

	private static final List<KeyServer> OTHERS = List.of(new KeyServer(MAKER), new KeyServer(WEAK), new KeyServer());

	private static Upstream upstream;

	private static GatewayApp app;

	private static WebTestClient client;

	@BeforeAll
	static void start() {
		upstream = Upstream.echo();
		List<String> providers = new ArrayList<>();
		for (KeyServer.Mode mode : KeyServer.Mode.values()) {
			KeyServer issuer = new KeyServer(MAKER);
			issuer.mode(mode);
			ISSUERS.put(mode, issuer);
			providers.add(provider(mode.name(), issuer));
		}
		OTHERS.get(0).callItself(OTHERS.get(0).issuer() + "/");
		OTHERS.get(2)
			.publish(List.of(MAKER.jwk(),
					new RSAKey.Builder((RSAKey) ENCRYPTING.jwk()).keyUse(KeyUse.ENCRYPTION).build(),
					new RSAKey.Builder((RSAKey) MISLABELLED.jwk()).algorithm(JWEAlgorithm.RSA_OAEP_256).build()));
		for (int i = 0; i < OTHERS.size(); i++) {
			providers.add(provider("other" + i, OTHERS.get(i)));
		}
		app = GatewayApp.start("""
				gateway:
				  auth:
				%s
				  routes:
				    any: {path: /**, uri: "%s"}
				""".formatted(String.join("\n", providers), upstream.uri()));
		client = WebTestClient.bindToServer().baseUrl(app.url("")).build();
	}

	private static String provider(String name, KeyServer issuer) {
		return "    " + name + ": {jwt: {issuer-uri: \"" + issuer.issuer() + "\", timeout: 500ms}}";
	}

	@AfterAll
	static void stop() {
		app.close();
		upstream.close();
		Stream.concat(ISSUERS.values().stream(), OTHERS.stream()).forEach(KeyServer::close);
	}

	@ParameterizedTest
	@EnumSource(KeyServer.Mode.class)
	void tokenThatCannotBeCheckedIsAnsweredWith503(KeyServer.Mode mode) {
		KeyServer issuer = ISSUERS.get(mode);
		assertThat(status(MAKER, issuer)).isEqualTo((mode == KeyServer.Mode.ANSWERS) ? 200 : 503);
		assertThat(status(TokenMaker.rsa("two", "RS256"), issuer))
			.isEqualTo((mode == KeyServer.Mode.ANSWERS) ? 401 : 503);
	}

	@Test
	void issuerThatCallsItselfSomethingElseIsNotBelieved() {
		assertThat(status(MAKER, OTHERS.get(0))).isEqualTo(503);
	}

	@Test
	void keysThatAreTooShortDoNotCount() {
		assertThat(status(WEAK, OTHERS.get(1))).isEqualTo(503);
	}

	@Test
	void keysForSomethingElseDoNotCount() {
		assertThat(status(MAKER, OTHERS.get(2))).isEqualTo(200);
		assertThat(status(ENCRYPTING, OTHERS.get(2))).isEqualTo(401);
		assertThat(status(MISLABELLED, OTHERS.get(2))).isEqualTo(401);
	}

	private static int status(TokenMaker maker, KeyServer issuer) {
		return client.get()
			.uri("/x")
			.headers((headers) -> headers.setBearerAuth(maker.token(TokenMaker.claims(issuer.issuer()))))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()
			.value();
	}

}
