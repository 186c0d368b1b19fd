package io.embeddedgateway.auth.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ApiKeyPolicyTests {

	private static final String ONE = "sha256:" + "1".repeat(64);

	private static final String TWO = "sha256:" + "2".repeat(64);

	@ParameterizedTest
	@ValueSource(strings = { "", "plain-key-of-an-application", "sha256:abc", "sha1:1111",
			"1111111111111111111111111111111111111111111111111111111111111111" })
	void whatIsNoHashIsRefusedAndNotShown(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiKeyHash.of(text))
			.withMessageContaining("'sha256:' with the 64 hexadecimal digits")
			.withMessageNotContaining(text.isEmpty() ? "???" : text);
	}

	@Test
	void hashMayBeWrittenInUpperCase() {
		assertThat(ApiKeyHash.of("SHA256:" + "AB".repeat(32)).value()).isEqualTo("sha256:" + "ab".repeat(32));
	}

	@Test
	void clientsCanNotShareAKey() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> policy(Map.of("a", ApiKeyClient.of(ONE), "b", ApiKeyClient.of(ONE))))
			.withMessageContaining("have the same hash");
		ApiKeyClient twice = new ApiKeyClient(List.of(ApiKeyHash.of(ONE), ApiKeyHash.of(ONE)), Set.of(), Set.of(),
				Map.of(), null);
		assertThatIllegalArgumentException().isThrownBy(() -> policy(Map.of("a", twice)))
			.withMessage("client 'a' has the same hash twice. Remove one");
		assertThat(policy(Map.of("a", ApiKeyClient.of(ONE), "b", ApiKeyClient.of(TWO))).keys()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X Api", "Authorization", "cookie", "X-Key\r\n" })
	void keysNeedAHeaderOfTheirOwn(String header) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiKeyPolicy.of(header))
			.withMessageContaining("can't carry keys");
	}

	@Test
	void timesAreBounded() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiKeyPolicy("X-Key", Map.of(), null, Duration.ofHours(2), Duration.ofSeconds(1)))
			.withMessageContaining("'cache' is 7200000ms");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiKeyPolicy("X-Key", Map.of(), null, Duration.ZERO, Duration.ZERO))
			.withMessageContaining("'timeout' is 0ms");
	}

	@Test
	void scopesAreWrittenWithCommas() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ApiKey("a", Set.of("orders.read orders.write"), Set.of(), Map.of(), null))
			.withMessageContaining("'scopes: a, b'");
	}

	@Test
	void keyEndsAtTheEarlierOfItsTimes() {
		Instant early = Instant.parse("2027-01-01T00:00:00Z");
		Instant late = Instant.parse("2028-01-01T00:00:00Z");
		ApiKeyHash own = new ApiKeyHash(ONE, early);
		ApiKeyClient client = new ApiKeyClient(List.of(own, new ApiKeyHash(TWO, null)), Set.of(), Set.of(), Map.of(),
				late);
		assertThat(client.key("a", own).expires()).isEqualTo(early);
		assertThat(client.key("a", client.hash().get(1)).expires()).isEqualTo(late);
	}

	private static ApiKeyPolicy policy(Map<String, ApiKeyClient> keys) {
		return new ApiKeyPolicy("X-Key", keys, null, Duration.ofSeconds(30), Duration.ofSeconds(2));
	}

}
