package io.embeddedgateway.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Mistakes in providers of tokens stop the start, all at once.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenMistakesTests {

	@Test
	void allMistakesAreReportedAtOnce(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  auth:
				    silent: {jwt: {audiences: api}}
				    double: {jwt: {issuer-uri: "https://double", public-key: "classpath:nowhere.pem"}}
				    text: {jwt: id.example.com}
				    mac: {jwt: {issuer-uri: "https://mac", algorithms: "RS256, HS256"}}
				    none: {jwt: {issuer-uri: "https://none", algorithms: none}}
				    one: {jwt: "https://same"}
				    two: {jwt: {jwk-set-uri: "https://other/keys", issuer: "https://same"}}
				    lost: {jwt: {decoder: decodr}}
				    late: {jwt: {issuer-uri: "https://late", clock-skew: 10m}}
				    anybody: {jwt: {jwk-set-uri: "https://anybody/keys"}}
				    nameless: {opaque: {introspection-uri: "https://nameless", client-secret: s3cr3t-text}}
				    nobody: {opaque: {cache: 1s}}
				    managed: {opaque: {manager: nowhere}}
				""", Decoders.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Does not say which ReactiveJwtDecoder counts. Write 'decoder' with one of [decoder, decoder2]")
			.contains("Has 'issuer-uri' and 'public-key'. Keep one")
			.contains("nowhere.pem] can't be read. Write 'classpath:…' or 'file:…' and the path of a file")
			.contains("'issuer-uri' is 'id.example.com'. Write a whole URI")
			.contains("There is no algorithm 'HS256'")
			.contains("There is no algorithm 'none'")
			.contains("Has the issuer of 'gateway.auth.one.jwt', so nobody could tell whose a token is")
			.contains("There is no bean 'decodr'. Did you mean 'decoder'?")
			.contains("'clock-skew' is PT10M. Write 0s to 5m")
			.contains("Has no 'issuer'. Write what the claim 'iss' of its tokens has to be")
			.contains("'introspection-uri' needs a 'client-id' and a 'client-secret'")
			.contains("Has nobody to ask. Write 'introspection-uri', 'introspector' or 'manager'")
			.contains("There is no bean 'nowhere'. There is none")
			.doesNotContain("s3cr3t-text");
	}

	@Test
	void listsThatTurnOutEmptyLetNobodyIn(CapturedOutput output) {
		assertThatException().isThrownBy(() -> GatewayApp.start("""
				gateway:
				  auth:
				    main: {jwt: {issuer-uri: "https://main", audiences: "${NOT_SET:}"}}
				    other: {opaque: {introspection-uri: "https://other", client-id: a, client-secret: b, audiences: []}}
				  defaults: {auth: {any-of: "${NOT_SET:}"}}
				  routes:
				    a: {path: /a, respond: 204, auth: {providers: ""}, addresses: {deny: "${NOT_SET:}"}}
				"""));
		assertThat(output).contains("gateway.auth.main.jwt.audiences")
			.contains("gateway.auth.other.opaque.audiences")
			.contains("gateway.defaults.auth.any-of")
			.contains("gateway.routes.a.auth.providers")
			.contains("gateway.routes.a.addresses.deny")
			.contains("Is empty, so it would restrict nothing. Write a value, or remove it.");
	}

	@Test
	void issuerWithoutTlsIsWarnedAboutUnlessItIsHere(CapturedOutput output) {
		GatewayApp.start("""
				gateway:
				  auth:
				    there: {jwt: "http://id.example.com"}
				    here: {jwt: "http://127.0.0.1:1"}
				    local: {jwt: {jwk-set-uri: "http://localhost:1/keys", issuer: local}}
				  token-clients:
				    far: {token-uri: "http://id.example.com/token", client-id: gw, client-secret: s3cret}
				    near: {token-uri: "http://[::1]:1/token", client-id: gw, client-secret: s3cret}
				    safe: {token-uri: "https://id.example.com/token", client-id: gw, client-secret: s3cret}
				  routes:
				    a: {path: /a, respond: 204}
				""").close();
		assertThat(output).contains("gateway.auth.there.jwt is asked without TLS at http://id.example.com")
			.doesNotContain("gateway.auth.here.jwt is asked")
			.doesNotContain("gateway.auth.local.jwt is asked")
			.contains("gateway.token-clients.far is asked without TLS at http://id.example.com/token: whoever is in "
					+ "between learns the secret and all tokens. Write 'https:'")
			.doesNotContain("gateway.token-clients.near")
			.doesNotContain("gateway.token-clients.safe")
			.doesNotContain("s3cret");
	}

	@Configuration(proxyBeanMethods = false)
	static class Decoders {

		@Bean
		ReactiveJwtDecoder decoder() {
			return (token) -> Mono.empty();
		}

		@Bean
		ReactiveJwtDecoder decoder2() {
			return (token) -> Mono.empty();
		}

	}

}
