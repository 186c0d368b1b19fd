package io.embeddedgateway.auth.basic;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PasswordHashTests {

	@Test
	void hashesOfSpringSecurityMatch() {
		PasswordHash bcrypt = PasswordHash.of("{bcrypt}" + new BCryptPasswordEncoder(4).encode("hush"));
		assertThat(bcrypt.matches("hush")).isTrue();
		assertThat(bcrypt.matches("Hush")).isFalse();
		assertThat(bcrypt).hasToString("{bcrypt}***");
		PasswordHash pbkdf2 = PasswordHash
			.of("{pbkdf2@SpringSecurity_v5_8}" + Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("hush"));
		assertThat(pbkdf2.matches("hush")).isTrue();
		assertThat(pbkdf2.matches("")).isFalse();
	}

	// Of 'htpasswd -nbBC 4 name hush'
	@Test
	void hashOfApacheMatches() {
		assertThat(PasswordHash
			.of("{bcrypt}" + new BCryptPasswordEncoder(BCryptPasswordEncoder.BCryptVersion.$2Y, 4).encode("hush"))
			.matches("hush")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hush", "{noop}hush", "{MD5}5f4dcc3b5aa765d61d8327deb882cf99", "{}hush",
			"{bcrypt}hush", "{bcrypt}$2a$10$short", "{pbkdf2}00112233445566778899aabbccddeeff",
			"{pbkdf2@SpringSecurity_v5_8}not-hexadecimal", "{unknown}x", "{BCRYPT}x" })
	void everythingElseIsRefusedAndNotShown(String text) {
		String secret = text.substring(text.indexOf('}') + 1);
		assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.of(text))
			.withMessageNotContaining((secret.length() > 1) ? secret : "???")
			.withMessageContaining("bcrypt");
	}

	@Test
	void mistakesOfPoliciesAreNamed() {
		Map<String, BasicUser> users = Map.of("a:b",
				BasicUser.of("{bcrypt}" + new BCryptPasswordEncoder(4).encode("hush")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BasicPolicy("realm", users, null, Duration.ofMinutes(1)))
			.withMessageContaining("colon in the name");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BasicPolicy("a \"realm\"", Map.of(), null, Duration.ofMinutes(1)))
			.withMessageContaining("without quotes");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BasicPolicy("realm", Map.of(), null, Duration.ofDays(1)))
			.withMessageContaining("'cache' is 86400000ms");
		assertThatIllegalArgumentException().isThrownBy(() -> new BasicUser(null, Set.of(), Set.of(), Map.of()))
			.withMessageStartingWith("has no password");
	}

}
