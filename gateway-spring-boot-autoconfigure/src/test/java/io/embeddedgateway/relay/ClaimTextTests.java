package io.embeddedgateway.relay;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.embeddedgateway.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What services are told about callers, as texts.
 */
class ClaimTextTests {

	@Test
	void claimsNeverStandForWhatWasVerified() {
		Map<String, Object> claims = Map.of("principal", "admin", "client", "root", "scopes", "all", "roles", "admin");
		Caller caller = new Caller("idp", "ann", null, Set.of("read", "write"), Set.of("user"), claims);
		assertThat(ClaimText.of(caller, "principal")).isEqualTo("ann");
		assertThat(ClaimText.of(caller, "client")).isNull();
		assertThat(ClaimText.of(caller, "scopes")).isEqualTo("read write");
		assertThat(ClaimText.of(caller, "roles")).isEqualTo("user");
	}

	@Test
	void oneElementNeverReadsAsTwo() {
		Caller caller = new Caller("idp", "ann", null, Set.of("a b"), Set.of("user,admin"),
				Map.of("groups", List.of("a,admin", "b\r\nX-Role: admin", "c d"), "sub", "Doe, Ann"));
		assertThat(ClaimText.of(caller, "groups")).isEqualTo("a%2Cadmin,b%0D%0AX-Role: admin,c d");
		assertThat(ClaimText.of(caller, "roles")).isEqualTo("user%2Cadmin");
		assertThat(ClaimText.of(caller, "scopes")).isEqualTo("a%20b");
		assertThat(ClaimText.of(caller, "sub")).isEqualTo("Doe, Ann");
	}

	@Test
	void otherClaimsAreThoseOfTheCaller() {
		Caller caller = new Caller("ann", Map.of("org", Map.of("plan", List.of("pro", 7))));
		assertThat(ClaimText.of(caller, "org.plan")).isEqualTo("pro,7");
		assertThat(ClaimText.of(caller, "none")).isNull();
	}

}
