package io.embeddedgateway.masking;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedTests {

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "api_key",
			"apikey", "X-Amz-Security-Token", "access_token", "client_secret", "password", "DPoP", "X-Auth",
			"JSESSIONID", "X-Signature", "key", "sid", "X-Client-Cert", "X-Functions-Key", "X-Auth-Key", "signingKey",
			"X-Internal-Auth", "X-Gateway-Trace" })
	void secretsAreKnownByTheirNames(String name) {
		assertThat(Masked.isSecret(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept", "Host", "X-Tenant", "monkey", "X-Forwarded-For", "page", "side", "signal",
			"X-Request-Id", "pinned", "Idempotency-Key", "turkey" })
	void otherNamesAreShown(String name) {
		assertThat(Masked.isSecret(name)).isFalse();
	}

	@Test
	void valuesOfSecretsAreNotShown() {
		assertThat(Masked.uri("/a", "x=1&access_token=abc&y&token=&z=2", Map.of()))
			.isEqualTo("/a?x=1&access_token=******&y&token=******&z=2");
		assertThat(Masked.uri("/a", null, Map.of())).isEqualTo("/a");
		assertThat(Masked.uri("/reset/s3/7", "again=s3", Map.of("token", "s3", "id", "7", "pin", "")))
			.isEqualTo("/reset/******/7?again=******");
		assertThat(Masked.headers(List.of(Map.entry("Accept", "a"), Map.entry("Accept", "b"), Map.entry("Cookie", "c"),
				Map.entry("Cookie", "d"))))
			.containsExactly(Map.entry("Accept", "a, b"), Map.entry("Cookie", "******"));
	}

	@Test
	void variablesOfThePathAreMaskedWhereverTheirValuesWent() {
		Map<String, String> raw = Map.of("id", "7", "token", "a%2Fb");
		GatewayExchange exchange = GatewayExchange.of(
				Route.builder("r").path("/x/{id}/{token}").toUri("http://localhost:1"),
				GatewayRequest.of(HttpMethod.GET, "/x/7/a%2Fb;sid=1?from=a%2Fb&page=7"),
				ClientConnection.direct(null, "http", null), Map.of("id", "7", "token", "a/b"), () -> raw);
		assertThat(exchange).hasToString("GET /x/7/******;sid=****** on route 'r'");
		assertThat(Masked.uri("/x/7/a%2Fb;sid=1", "from=a%2Fb&page=7", raw))
			.isEqualTo("/x/7/******;sid=******?from=******&page=7");
		assertThat(new MaskedUris(new SecretNames(List.of("id"))).uri("/x/7/a%2Fb;sid=1", "from=a%2Fb&page=7", raw))
			.isEqualTo("/x/******/******;sid=******?from=******&page=******");
	}

	@ParameterizedTest
	@CsvSource({ "/u/7/login/a7f39c7b2d, /u/******/login/******", "/api/v1/pin/7, /api/v1/pin/******",
			"/share/file-7.pdf, /share/******", "/x/A7F39C7B2D;v=1/%61%37f39c7b2d, /x/******;v=1/******",
			"/settings/token, /settings/token", "/%zz/7, /%zz/******" })
	void valuesAreHiddenAsAWhole(String path, String masked) {
		assertThat(Masked.uri(path, null, Map.of("pin", "7", "token", "a7f39c7b2d"))).isEqualTo(masked);
	}

	@Test
	void namesOfParametersGoBeforeValues() {
		assertThat(Masked.uri("/settings/token", "token=hush&a=token", Map.of("key", "token")))
			.isEqualTo("/settings/******?******=******&a=******");
		assertThat(Masked.uri("/login/k", "token=hush", Map.of("pin", "k"))).isEqualTo("/login/******?token=******");
	}

	@Test
	void valuesThatWereEncodedAnewAreHidden() {
		assertThat(Masked.uri("/zur%C3%BCck/ab=", "t=ab%3Dcd", Map.of("token", "ab%3D", "key", "ab=cd")))
			.isEqualTo("/zur%C3%BCck/******=?t=******");
		assertThat(Masked.uri("/files/a/b%20c", "f=b+c", Map.of("token", "/a/b%20c")))
			.isEqualTo("/files/******/******?f=******");
	}

	@Test
	void masksDoNotGrow() {
		String path = "/*".repeat(1000);
		assertThat(Masked.uri(path, null, Map.of("token", "*", "pin", "**", "key", "/*/*"))).hasSize(7000);
	}

}
