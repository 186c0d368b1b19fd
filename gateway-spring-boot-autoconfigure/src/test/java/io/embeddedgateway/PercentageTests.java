package io.embeddedgateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PercentageTests {

	@ParameterizedTest
	@CsvSource({ "20%, 0.2, 20%", "' 125 % ', 1.25, 125%", "0.5%, 0.005, 0.5%", "0%, 0, 0%", "100.0%, 1, 100%" })
	void isReadFromText(String text, double factor, String shown) {
		assertThat(Percentage.of(text).factor()).isEqualTo(factor);
		assertThat(Percentage.of(text)).hasToString(shown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%", "20", "-1%", "1e3%", "20%%", "a%", "1234567%" })
	void otherTextIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Percentage.of(text))
			.withMessage("'" + text + "' is not a percentage. Write a number with a percent sign, such as '20%'");
	}

	@Test
	void numberThatIsNoneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Percentage.of(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Percentage.of(Double.NaN));
	}

	@Test
	void isEqualToTheSamePercentage() {
		assertThat(Percentage.of("20%")).isEqualTo(Percentage.of(20)).hasSameHashCodeAs(Percentage.of("20.0 %"));
		assertThat(Percentage.of(20)).isNotEqualTo(Percentage.of(21)).isNotEqualTo("20%");
	}

	@Test
	void limitsBelongToTheRange() {
		assertThat(Percentage.of(20).isBetween(20, 30)).isTrue();
		assertThat(Percentage.of(30).isBetween(20, 30)).isTrue();
		assertThat(Percentage.of(30.1).isBetween(20, 30)).isFalse();
	}

}
