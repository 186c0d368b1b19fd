package io.embeddedgateway.auth.mtls;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import reactor.test.StepVerifier;

import io.embeddedgateway.ClientConnection;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.auth.Credentials;
import io.embeddedgateway.auth.InvalidCredentialsException;
import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.ManualClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MtlsProviderTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final X509Bundle BUNDLE = new Certificates().of("orders");

	private final ManualClock clock = new ManualClock(Instant.now());

	private final MtlsProvider provider = new MtlsProvider("machines", MtlsPolicy.of("subject-cn"), this.clock);

	@Test
	void certificateOfAProxySaysNothingAboutItsClients() {
		assertThat(this.provider.accepts(credentials(false, BUNDLE))).isTrue();
		assertThat(this.provider.accepts(credentials(true, BUNDLE))).isFalse();
		assertThat(this.provider.accepts(credentials(false, null))).isFalse();
	}

	@Test
	void certificateOfAProxyDoesNotMeetWhatATokenIsBoundTo() {
		CertificateConstraint constraint = new CertificateConstraint();
		String thumbprint = MutualTlsTests.thumbprint(BUNDLE.getCertificate());
		constraint.check(credentials(false, BUNDLE), thumbprint);
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> constraint.check(credentials(true, BUNDLE), thumbprint))
			.withMessage("a token that is bound to a certificate, without one");
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> constraint.check(credentials(false, new Certificates().of("orders")), thumbprint))
			.withMessage("a token that is bound to another certificate");
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> constraint.check(credentials(false, BUNDLE), thumbprint + "="));
	}

	@Test
	void certificateThatEndsDuringAConnectionCountsNoLonger() {
		StepVerifier.create(this.provider.authenticate(credentials(false, BUNDLE)))
			.assertNext((caller) -> assertThat(caller.caller()).hasToString("'orders' of 'machines'"))
			.expectComplete()
			.verify(SOON);
		this.clock.advance(Duration.ofDays(10_000));
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> this.provider.authenticate(credentials(false, BUNDLE)));
	}

	@Test
	void mistakesOfPoliciesAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> MtlsPolicy.of("cn"))
			.withMessageContaining("'subject-cn', 'subject'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MtlsPolicy(CertificateName.SUBJECT, "not a name", Map.of()))
			.withMessageContaining("no distinguished name");
	}

	private static Credentials credentials(boolean trusted, X509Bundle bundle) {
		InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 1);
		ClientConnection client = new ClientConnection(peer, peer.getAddress(), "https", "gateway", trusted, "1.1",
				() -> (bundle != null) ? List.of(bundle.getCertificate()) : List.of());
		return Credentials.of(GatewayExchange.of(Route.builder("a").path("/a").toLocal(),
				GatewayRequest.of(HttpMethod.GET, "/a"), client, Map.of(), Map::of));
	}

}
