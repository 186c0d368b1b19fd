package io.embeddedgateway.relay;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What can be said about relays.
 */
class RelayPolicyTests {

	@Test
	void shortForms() {
		assertThat(RelayPolicy.of("forward").token()).isEqualTo(TokenRelay.FORWARD);
		assertThat(RelayPolicy.of("remove").token()).isEqualTo(TokenRelay.REMOVE);
		assertThatIllegalArgumentException().isThrownBy(() -> RelayPolicy.of("exchange"))
			.withMessageContaining("Write 'forward', 'remove'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "Host", "Content-Length", "Connection", "X-Forwarded-For", "a b", "" })
	void headersThatOnlyTheGatewayWritesAreRefused(String header) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RelayPolicy(null, Map.of("sub", header), null, Set.of(), Set.of()))
			.withMessageContaining("'claims' has '" + header + "'");
	}

	@Test
	void oneHeaderTellsOneClaim() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new RelayPolicy(null, Map.of("sub", "X-User", "name", "x_user"), null, Set.of(), Set.of()))
			.withMessageContaining("Keep one");
	}

	@Test
	void tokensThatTheGatewayGetsNeedAClient() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RelayPolicy(TokenRelay.CLIENT_CREDENTIALS, Map.of(), null, Set.of(), Set.of()))
			.withMessage("'token: client-credentials' needs 'client', the name of one of 'gateway.token-clients'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RelayPolicy(TokenRelay.FORWARD, Map.of(), "idp", Set.of(), Set.of()))
			.withMessageContaining("are for tokens that the gateway gets");
	}

	@ParameterizedTest
	@ValueSource(strings = { "id.example.com/token", "ftp://id.example.com", "https://", "https://a b" })
	void tokenUriIsTheAddressOfAServer(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> client(uri, Duration.ofSeconds(3)))
			.withMessageContaining("Write a whole URI");
	}

	@Test
	void secretsAreNeverShown() {
		assertThat(client("https://id.example.com", Duration.ofSeconds(3)).toString()).doesNotContain("s3cret");
		assertThatIllegalArgumentException().isThrownBy(() -> client("https://id.example.com", Duration.ofHours(1)))
			.withMessage("'timeout' is 3600000ms. Write between 1ms and 1m, for example '3s'");
	}

	private static TokenClientPolicy client(String uri, Duration timeout) {
		return new TokenClientPolicy(uri, "gw", "s3cret", TokenClientPolicy.Authentication.BASIC, timeout);
	}

}
