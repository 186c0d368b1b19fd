package io.embeddedgateway.auth.apikey;

import java.security.MessageDigest;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyHashTests {

	private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

	@Test
	void hashIsTheSha256OfTheKey() {
		assertThat(KeyHash.ofKey("abc").hexadecimal()).isEqualTo(OF_ABC);
		assertThat(KeyHash.ofKey("abc")).isEqualTo(KeyHash.parse(OF_ABC)).hasSameHashCodeAs(KeyHash.parse(OF_ABC));
		assertThat(KeyHash.ofKey("abd")).isNotEqualTo(KeyHash.parse(OF_ABC));
		assertThat(KeyHash.parse(OF_ABC.replace("15ad", "15ae"))).isNotEqualTo(KeyHash.parse(OF_ABC));
	}

	// The times themselves are nothing that a test could tell
	@Test
	void hashesAreComparedInConstantTime() {
		assertThat(new ClassFileImporter().importClasses(KeyHash.class)
			.get(KeyHash.class)
			.getMethod("equals", Object.class)
			.getMethodCallsFromSelf()).extracting(JavaMethodCall::getTargetOwner)
			.extracting((owner) -> owner.getName())
			.containsExactly(MessageDigest.class.getName());
		assertThat(KeyHash.ofKey("").hexadecimal()).hasSize(64);
		assertThat(KeyHash.ofKey("x".repeat(1000)).hexadecimal()).hasSize(64);
	}

}
