package io.embeddedgateway.masking;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
		assertThat(Masked.uri("/a", "x=1&access_token=abc&y&token=&z=2"))
			.isEqualTo("/a?x=1&access_token=******&y&token=******&z=2");
		assertThat(Masked.uri("/a", null)).isEqualTo("/a");
		assertThat(Masked.headers(List.of(Map.entry("Accept", "a"), Map.entry("Accept", "b"), Map.entry("Cookie", "c"),
				Map.entry("Cookie", "d"))))
			.containsExactly(Map.entry("Accept", "a, b"), Map.entry("Cookie", "******"));
	}

}
