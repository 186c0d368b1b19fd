package io.embeddedgateway.sticky;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokensTests {

	private static final StickyKey KEY = StickyKey.of("a secret of thirty-two bytes, or more");

	private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

	private static final String TAG = Tokens.tag(KEY, "orders", "http://a:80");

	private final Tokens tokens = at(Duration.ZERO);

	@Test
	void tokenSaysWhatItWasIssuedFor() {
		Token token = this.tokens.read(this.tokens.issue(TAG));
		assertThat(token).isEqualTo(new Token(TAG, NOW.getEpochSecond() + 3600));
	}

	@Test
	void tokenSaysNothingAboutTheInstance() {
		assertThat(this.tokens.issue(TAG)).matches("[\\w-]{52}").doesNotContain("orders");
		assertThat(TAG).isNotEqualTo(Tokens.tag(StickyKey.random(new SecureRandom()), "orders", "http://a:80"))
			.isNotEqualTo(Tokens.tag(KEY, "orders", "http://b:80"))
			.isNotEqualTo(Tokens.tag(KEY, "stock", "http://a:80"));
	}

	@Test
	void everyCharacterIsSigned() {
		String token = this.tokens.issue(TAG);
		for (int i = 0; i < token.length(); i++) {
			char other = (token.charAt(i) == '0') ? '1' : '0';
			assertThat(this.tokens.read(token.substring(0, i) + other + token.substring(i + 1))).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "äöü", "0123456789012345678901234567890123456789012345678901" })
	void whatIsNoTokenIsNone(String text) {
		assertThat(this.tokens.read(text)).isNull();
	}

	@Test
	void tokensOfOtherServicesAndKeysAreNone() {
		String token = this.tokens.issue(TAG);
		Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
		assertThat(new Tokens(KEY, "stock", Duration.ofHours(1), clock).read(token)).isNull();
		StickyKey other = StickyKey.random(new SecureRandom());
		assertThat(new Tokens(other, "orders", Duration.ofHours(1), clock).read(token)).isNull();
	}

	@Test
	void tokenExpires() {
		String token = this.tokens.issue(TAG);
		assertThat(at(Duration.ofSeconds(3599)).read(token)).isNotNull();
		assertThat(at(Duration.ofSeconds(3600)).read(token)).isNull();
	}

	@Test
	void tokenIsRenewedInItsSecondHalf() {
		Token token = new Token(TAG, NOW.getEpochSecond() + 3600);
		assertThat(at(Duration.ofSeconds(1800)).isToBeRenewed(token)).isFalse();
		assertThat(at(Duration.ofSeconds(1801)).isToBeRenewed(token)).isTrue();
	}

	@Test
	void keyIsTextOrBase64() {
		String base64 = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
		assertThat(StickyKey.of(base64).sign("a")).isEqualTo(StickyKey.of("01234567890123456789012345678901").sign("a"))
			.isNotEqualTo(StickyKey.of("98765432109876543210987654321098").sign("a"));
		assertThat(StickyKey.of("ab-_".repeat(12)).sign("a")).isEqualTo(StickyKey.of("ab+/".repeat(12)).sign("a"));
		assertThat(StickyKey.of(base64).sign("ab", "c")).isNotEqualTo(StickyKey.of(base64).sign("a", "bc"));
		assertThat(StickyKey.of(base64)).hasToString("StickyKey[***]");
	}

	@Test
	void keyHasThirtyTwoBytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> StickyKey.of("too short a secret, not shown"))
			.withMessage("the key has 29 bytes. Write a secret of at least 32, for example what "
					+ "'openssl rand -base64 32' prints");
	}

	private static Tokens at(Duration later) {
		return new Tokens(KEY, "orders", Duration.ofHours(1), Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
	}

}
