package io.embeddedgateway.sticky;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StickyPolicyTests {

	@Test
	void shortFormsNameTheCarrier() {
		assertThat(StickyPolicy.of("cookie").cookieFor("a b/c")).isEqualTo("GATEWAY_AFFINITY_a_b_c");
		assertThat(StickyPolicy.of("cookie:MINE").cookieFor("orders")).isEqualTo("MINE");
		assertThat(StickyPolicy.of("header:X-Instance").header()).isEqualTo("X-Instance");
		assertThat(StickyPolicy.of("header:X-Instance").cookieFor("orders")).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> StickyPolicy.of("coockie"))
			.withMessage("'coockie' is no way to keep clients. Write 'cookie', 'cookie:NAME' or 'header:NAME'");
	}

	@Test
	void tokenOfABrowserSessionLastsADay() {
		assertThat(StickyPolicy.of("cookie").lifetime()).isEqualTo(Duration.ofDays(1));
		assertThat(StickyPolicy.of("cookie").withMaxAge(Duration.ofHours(1)).lifetime()).isEqualTo(Duration.ofHours(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			A   | X   | 1h    | /     | LAX  | AUTO  | has both 'cookie' and 'header'
			A B |     |       | /     | LAX  | AUTO  | 'A B' is no name of a cookie
			    | X:Y |       | /     | LAX  | AUTO  | 'X:Y' is no name of a header
			A   |     | 999ms | /     | LAX  | AUTO  | 'max-age' is 999ms
			A   |     | 366d  | /     | LAX  | AUTO  | Write between 1s and 365d
			A   |     |       | a     | LAX  | AUTO  | 'path' is 'a'
			A   |     |       | /;b   | LAX  | AUTO  | has no ';'
			A   |     |       | /     | NONE | NEVER | Write 'secure: always'
			__Host-A   | |    | /a    | LAX  | AUTO  | Remove 'path'
			__Host-A   | |    | /     | LAX  | NEVER | unless it is secure
			__Secure-A | |    | /     | LAX  | NEVER | unless it is secure
			""")
	void whatCanNotBeAppliedIsRefused(@Nullable String cookie, @Nullable String header, @Nullable String maxAge,
			String path, SameSite sameSite, SecureCookie secure, String message) {
		Duration age = (maxAge != null) ? DurationFormatterUtils.detectAndParse(maxAge) : null;
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new StickyPolicy(cookie, header, age, path, sameSite, secure, OnLoss.FAIL))
			.withMessageContaining(message);
	}

}
