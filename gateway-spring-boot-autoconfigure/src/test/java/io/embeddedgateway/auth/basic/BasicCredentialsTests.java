package io.embeddedgateway.auth.basic;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.auth.InvalidCredentialsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BasicCredentialsTests {

	@Test
	void firstColonEndsTheName() {
		assertThat(BasicCredentials.of("QWxhZGRpbjpvcGVuIHNlc2FtZQ==")).satisfies((credentials) -> {
			assertThat(credentials.name()).isEqualTo("Aladdin");
			assertThat(credentials.password()).isEqualTo("open sesame");
		});
		assertThat(BasicCredentials.of(encoded("a:b:c:")).password()).isEqualTo("b:c:");
		assertThat(BasicCredentials.of(encoded(":")).name()).isEmpty();
	}

	// RFC 7617 §2.1
	@Test
	void charactersAreUtf8() {
		assertThat(BasicCredentials.of("dGVzdDoxMjPCow==").password()).isEqualTo("123£");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "bm9jb2xvbg==", "!!!", "YTpi=", "YTrDKA==", "YToA", "YTpiCg==" })
	void whatCanNotBeReadIsInvalid(String text) {
		assertThatExceptionOfType(InvalidCredentialsException.class).isThrownBy(() -> BasicCredentials.of(text))
			.withMessage("a name and a password that can't be read");
	}

	@Test
	void hugeCredentialsAreNotEvenDecoded() {
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> BasicCredentials.of(encoded("a:" + "b".repeat(1024))));
	}

	@Test
	void textDoesNotShowThePassword() {
		assertThat(BasicCredentials.of(encoded("deploy:hush"))).hasToString("'deploy'");
	}

	private static String encoded(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
