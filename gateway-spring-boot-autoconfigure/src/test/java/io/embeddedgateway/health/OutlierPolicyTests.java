package io.embeddedgateway.health;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Percentage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutlierPolicyTests {

	@Test
	void shortFormIsNoneOrANumber() {
		assertThat(OutlierPolicy.of("none")).isEqualTo(OutlierPolicy.NONE);
		assertThat(OutlierPolicy.of("3"))
			.isEqualTo(OutlierPolicy.DEFAULT.withConsecutiveFailures(3).withConsecutiveGatewayFailures(3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "off", "99999999", "5 " })
	void otherTextsAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> OutlierPolicy.of(text))
			.withMessageContaining("Write 'none', or how many failures in a row");
	}

	@Test
	void valuesOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OutlierPolicy.DEFAULT.withConsecutiveFailures(-1))
			.withMessage("'consecutive-failures' is -1. Write 0 or more, for example '5'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OutlierPolicy.DEFAULT.withFailureRate(Percentage.of(0), 1, Duration.ofSeconds(1)))
			.withMessage("'failure-rate' is 0%. Write between 1% and 100%");
		assertThatIllegalArgumentException().isThrownBy(() -> OutlierPolicy.DEFAULT.withMaxEjected(Percentage.of(101)))
			.withMessage("'max-ejected' is 101%. Write between 0% and 100%");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OutlierPolicy.DEFAULT.withEjectionTime(Duration.ofMinutes(2), Duration.ofMinutes(1)))
			.withMessageStartingWith("'max-ejection-time' is 60000ms, which is less than the 'ejection-time'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OutlierPolicy.DEFAULT.withEjectionTime(Duration.ZERO, Duration.ofMinutes(1)))
			.withMessage("'ejection-time' is 0ms. Write between 1ms and 1d, for example '30s'");
	}

}
