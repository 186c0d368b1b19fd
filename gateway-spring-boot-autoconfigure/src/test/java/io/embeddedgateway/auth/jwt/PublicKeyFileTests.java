package io.embeddedgateway.auth.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import io.embeddedgateway.testing.Certificates;
import io.embeddedgateway.testing.TokenMaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Files with public keys.
 */
class PublicKeyFileTests {

	private static final TokenMaker RSA = TokenMaker.rsa("a", "RS256");

	private static final TokenMaker EC = TokenMaker.ec("b");

	@Test
	void keysAndCertificatesAreRead() {
		String certificate = new Certificates().of("localhost").getCertificatePathPEM();
		VerificationKeys keys = keys("# new\n" + RSA.pem() + "# old\n" + EC.pem() + certificate);
		assertThat(keys.all().get(0).key()).isEqualTo(RSA.keys().getPublic());
		assertThat(keys.all().get(0).algorithms()).containsExactlyInAnyOrder("RS256", "RS384", "RS512", "PS256",
				"PS384", "PS512");
		assertThat(keys.all().get(1).key()).isEqualTo(EC.keys().getPublic());
		assertThat(keys.all().get(2).algorithms()).containsExactly("ES256");
		assertThat(keys.suiting("whatever", "ES256")).hasSizeGreaterThan(1);
	}

	@Test
	void whatIsNoPublicKeyIsRefusedWithoutShowingIt() {
		String secret = new Certificates().of("localhost").getPrivateKeyPEM();
		assertThatIllegalArgumentException().isThrownBy(() -> keys(secret))
			.withMessageContaining("A private key has no place at the gateway")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(secret.substring(40, 60)));
		assertThatIllegalArgumentException().isThrownBy(() -> keys("nothing")).withMessageContaining("no public key");
		assertThatIllegalArgumentException().isThrownBy(() -> keys(EC.pem().replace("M", "A")))
			.withMessageContaining("can't be read");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PublicKeyFile(new ClassPathResource("nowhere.pem")).keys(Set.of()))
			.withMessageContaining("can't be read");
	}

	@Test
	void keyThatSignsNothingThatCountsIsRefused() {
		TokenMaker weak = new TokenMaker("weak", "RS256", TokenMaker.rsa(1024));
		assertThatIllegalArgumentException().isThrownBy(() -> keys(weak.pem())).withMessageContaining("2048 bits");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PublicKeyFile(resource(RSA.pem())).keys(Set.of("ES256")))
			.withMessageContaining("'algorithms'");
	}

	private static VerificationKeys keys(String text) {
		return new PublicKeyFile(resource(text)).keys(Set.of());
	}

	private static ByteArrayResource resource(String text) {
		return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
	}

}
