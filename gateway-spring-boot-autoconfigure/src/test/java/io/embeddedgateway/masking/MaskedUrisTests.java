package io.embeddedgateway.masking;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedUrisTests {

	private final MaskedUris uris = new MaskedUris(new SecretNames(List.of("tenant-pin", "x")));

	@ParameterizedTest
	@ValueSource(strings = { "access_token", "token", "code", "api_key", "apiKey", "API-KEY", "key", "password",
			"secret", "client_secret", "signature", "sig", "X-Amz-Signature", "X-Amz-Security-Token",
			"X-Goog-Credential", "id_token", "refresh_token", "SAMLResponse", "client_assertion", "JSESSIONID",
			"session_id", "AWSAccessKeyId", "jwt", "pwd", "otp", "%74oken", "to%6Ben", "token[]", "tenantPin",
			"tenant_pin", "X" })
	void secretsAreKnownByTheirNames(String name) {
		assertThat(this.uris.query("a=1&" + name + "=hush&b=2")).isEqualTo("a=1&" + name + "=******&b=2");
	}

	@ParameterizedTest
	@CsvSource({ "page=2&size=10", "q=token", "monkey=1", "barcode=2", "a", "''", "a=&b=", "=1", "&&",
			"q=a%3D1%26b%3D2", "redirect=https%3A%2F%2Fa%2Fb%3Fpage%3D2", "q=100%25", "q=%", "q=%3", "a;b;c=1",
			"a=1?b=2#c=3" })
	void allElseStaysAsItIs(String query) {
		assertThat(this.uris.query(query)).isEqualTo(query);
	}

	@ParameterizedTest
	@CsvSource({ "token=a;b?c=d&e=1, token=******&e=1", "a=1;token=hush, a=1;token=******",
			"a=1?token=hush, a=1?token=******", "token=hush#f, token=******#f", "token==hush, token=******",
			"token=, token=******", "token=1&token=2, token=******&token=******",
			"to=https%3A%2F%2Fa%3Ftoken%3Dhush, to=******", "to=https%3a%2f%2fa%3fb%3d1%26token%3dhush, to=******",
			"to=a%253Ftoken%253Dhush, to=******", "to=a%2525253Ftoken%2525253Dhush, to=******" })
	void secretIsMaskedTogetherWithAllThatMayBelongToIt(String query, String masked) {
		assertThat(this.uris.query(query)).isEqualTo(masked);
	}

	@ParameterizedTest
	@CsvSource({ "/a/b, /a/b", "/a;jsessionid=hush/b, /a;jsessionid=******/b",
			"/a;v=1;sid=2;w=3/b, /a;v=1;sid=******/b", "/token=1/b, /token=1/b",
			"https://a/b?token=x/y&z=1, https://a/b?token=******&z=1",
			"https://a/cb#access_token=hush&state=1, https://a/cb#access_token=******&state=1",
			"https://me:hush@a/b, https://******@a/b", "https://me:hu@sh@a, https://******@a",
			"https://a/@b, https://a/@b", "//me@a?b=@c, //******@a?b=@c", "https://a?m=@b, https://a?m=@b" })
	void urisHaveSecretsInOtherPlacesAsWell(String uri, String masked) {
		assertThat(this.uris.uri(uri)).isEqualTo(masked);
	}

	@Test
	void anythingCanBeMasked() {
		long seed = 20261101;
		SplittableRandom random = new SplittableRandom(seed);
		String alphabet = "token=&;?#/%3D25@:ab";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(24); length > 0; length--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			String masked = this.uris.query(text + "&token=hush-4711");
			assertThat(masked).as("seed %d, %s", seed, text).doesNotContain("hush");
			assertThat(this.uris.query(masked)).as("seed %d, %s", seed, text).isEqualTo(masked);
			assertThat(this.uris.uri(text.toString())).as("seed %d, %s", seed, text).isNotNull();
		}
	}

}
