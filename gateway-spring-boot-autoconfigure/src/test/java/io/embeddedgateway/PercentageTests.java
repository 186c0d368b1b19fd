package io.embeddedgateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PercentageTests {

	@Test
	void isANumberWithAPercentSign() {
		assertThat(Percentage.of("50%").value()).isEqualTo(50);
		assertThat(Percentage.of(" 125 % ")).isEqualTo(Percentage.of(125)).hasToString("125%");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%", "50", "0.5%", "-1%", "9999999%", "50%%" })
	void otherTextsAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Percentage.of(text))
			.withMessage("'" + text + "' is no share. Write whole percent, for example '50%'");
	}

}
