package io.embeddedgateway.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HealthCheckPolicyTests {

	private static final HealthCheckPolicy POLICY = HealthCheckPolicy.of("/health");

	@Test
	void shortFormIsAPathOrAType() {
		assertThat(POLICY.type()).isEqualTo(CheckType.HTTP);
		assertThat(POLICY.path()).isEqualTo("/health");
		assertThat(HealthCheckPolicy.of("tcp").type()).isEqualTo(CheckType.TCP);
		assertThat(HealthCheckPolicy.of("grpc").type()).isEqualTo(CheckType.GRPC);
		assertThatIllegalArgumentException().isThrownBy(() -> HealthCheckPolicy.of("health"))
			.withMessage("'health' is no health check. Write a path such as '/health', 'tcp' or 'grpc'");
	}

	@Test
	void timeoutIsLessThanTheInterval() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> POLICY.withTimes(Duration.ofSeconds(2), Duration.ofSeconds(2)))
			.withMessage("'timeout' is 2s. Write less than the 'interval' of 2s");
		assertThatIllegalArgumentException().isThrownBy(() -> POLICY.withTimes(Duration.ofMillis(1), Duration.ZERO))
			.withMessage("'interval' is 1ms. Write between 10ms and 1d, for example '10s'");
	}

	@Test
	void thresholdsAreOneOrMore() {
		assertThatIllegalArgumentException().isThrownBy(() -> POLICY.withThresholds(0, 1))
			.withMessage("'unhealthy-after' is less than 1. Write 1 or more checks");
		assertThatIllegalArgumentException().isThrownBy(() -> POLICY.withThresholds(1, 0))
			.withMessage("'healthy-after' is less than 1. Write 1 or more checks");
	}

	@Test
	void whatDoesNotGoWithTheTypeIsRefused() {
		assertRefused(CheckType.HTTP, null, null, null, "'path' is missing. Write the path");
		assertRefused(CheckType.TCP, "/health", null, null, "'path' does not go with 'type: tcp'. Remove one");
		assertRefused(CheckType.GRPC, null, "UP", null, "'body' does not go with 'type: grpc'. Remove one");
		assertRefused(CheckType.HTTP, "/health", null, "orders", "'service' does not go with 'type: http'");
	}

	private static void assertRefused(CheckType type, @Nullable String path, @Nullable String body,
			@Nullable String service, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HealthCheckPolicy(type, path, HttpMethod.GET, Map.of(), POLICY.statuses(), body,
					service, POLICY.interval(), POLICY.timeout(), 3, 2, null))
			.withMessageStartingWith(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a b", "/a\r\nX-Evil: 1", "/ä", "/#fragment" })
	void pathThatCantBeSentIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> HealthCheckPolicy.of(path))
			.withMessageStartingWith("'path' is '/");
	}

	@Test
	void headersThatCantBeSentAreRefused() {
		assertHeaderRefused("Content-Length", "5", "which is not yours to set");
		assertHeaderRefused("X-A", "b\r\nX-Evil: 1", "which can't be sent");
		assertHeaderRefused("X A", "b", "which can't be sent");
	}

	private static void assertHeaderRefused(String name, String value, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HealthCheckPolicy(CheckType.HTTP, "/", HttpMethod.GET, Map.of(name, value),
					POLICY.statuses(), null, null, POLICY.interval(), POLICY.timeout(), 3, 2, null))
			.withMessageContaining(message);
	}

	@Test
	void statusesAreRanges() {
		List<StatusRange> statuses = List.of(StatusRange.of("200"), StatusRange.of(" 300 - 399 "));
		assertThat(POLICY.withExpected(statuses, "UP").statuses()).hasToString("[200, 300-399]");
		assertThat(statuses.get(1).contains(300)).isTrue();
		assertThat(statuses.get(1).contains(400)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2xx", "20", "100", "600", "299-200", "200-", "200-2990" })
	void otherStatusesAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> StatusRange.of(text))
			.withMessage("'" + text + "' is no status, and no range of them. Write for example '200' or '200-299'");
	}

}
