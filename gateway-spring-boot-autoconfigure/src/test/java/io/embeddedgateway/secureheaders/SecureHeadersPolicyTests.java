package io.embeddedgateway.secureheaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which values a policy takes, and what becomes of them.
 */
class SecureHeadersPolicyTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "true", "max-age", "max-age=-1", "max-age=1; includeSubdomain", "max-age=1\r\nA: b" })
	void valueOfHstsIsChecked(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SecureHeadersPolicy.DEFAULT.withStrictTransportSecurity(value))
			.withMessageContaining("'strict-transport-security'")
			.withMessageContaining("or 'none'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "deny", "ALLOW-FROM https://a.example", "DENY\r\nA: b" })
	void valueOfFrameOptionsIsChecked(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> SecureHeadersPolicy.DEFAULT.withFrameOptions(value))
			.withMessageContaining("'frame-options'")
			.withMessageContaining("Write 'DENY' or 'SAMEORIGIN'")
			.withMessageNotContainingAny("\r", "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "default-src 'self'\r\nSet-Cookie: a=b", "default-src\u0000", "\u00e4" })
	void textThatIsNoValueOfAHeaderIsRefused(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SecureHeadersPolicy.DEFAULT.withContentSecurityPolicy(value))
			.withMessageContaining("'content-security-policy'");
		assertThatIllegalArgumentException().isThrownBy(() -> SecureHeadersPolicy.DEFAULT.withCacheControl(value))
			.withMessageContaining("'cache-control'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "off", "default", "" })
	void shortFormIsOneOfTwoWords(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SecureHeadersPolicy.of(text))
			.withMessageContaining("Write 'defaults', 'none', or a block");
	}

	@Test
	void defaultsAreWhatTheBlockHasByDefault() {
		assertThat(SecureHeadersPolicy.of("defaults")).isEqualTo(SecureHeadersPolicy.DEFAULT);
		assertThat(SecureHeaders.of(SecureHeadersPolicy.DEFAULT, true).values().keySet()).containsExactly(
				"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Strict-Transport-Security");
	}

	@Test
	void headersAreKeptUnlessTheyAreToBeReplaced() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("x-frame-options", "SAMEORIGIN");
		SecureHeaders.of(SecureHeadersPolicy.DEFAULT, false).accept(headers);
		assertThat(headers.get("X-Frame-Options")).containsExactly("SAMEORIGIN");
		SecureHeaders.of(SecureHeadersPolicy.DEFAULT.withOverride(true), false).accept(headers);
		assertThat(headers.get("X-Frame-Options")).containsExactly("DENY");
	}

	@Test
	void routeWithoutHeadersHasNoFilter() {
		Route none = Route.builder("a").path("/**").with(SecureHeadersPolicy.NONE).toLocal();
		assertThat(new SecureHeadersFeature().filterFor(none)).isNull();
		assertThat(new SecureHeadersFeature().filterFor(Route.builder("a").path("/**").toLocal())).isNull();
	}

}
