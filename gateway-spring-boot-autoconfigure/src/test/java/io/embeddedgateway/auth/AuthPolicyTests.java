package io.embeddedgateway.auth;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.Caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What can be said about who may use a route.
 */
class AuthPolicyTests {

	private static final Caller CALLER = new Caller("p", "ann", "web", Set.of("orders.read"), Set.of("admin"),
			Map.of("plan", "pro", "level", 3, "groups", List.of("a", "b"), "realm", Map.of("roles", List.of("x")),
					"a.b", "dotted"));

	@Test
	void shortForms() {
		assertThat(AuthPolicy.of("none")).isEqualTo(AuthPolicy.NONE);
		assertThat(AuthPolicy.of("required")).isEqualTo(AuthPolicy.REQUIRED);
		assertThat(AuthPolicy.of("optional").caller()).isEqualTo(CallerMode.OPTIONAL);
		assertThat(AuthPolicy.of("scope:a").allOf()).containsExactly("scope:a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "scope:", "role: ", "claim:", "claim:a=", "grade:a", "scope:a b", ":a", "a b" })
	void whatIsNoRuleIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthPolicy.of(text))
			.withMessage("'" + text + "' is not a rule. Write 'scope:x', 'role:x', 'client:x', "
					+ "'claim:name=value' or the name of a bean");
	}

	@Test
	void rulesThatWouldNeverCountAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AuthPolicy(CallerMode.NONE, List.of("scope:a"), List.of(), Set.of()))
			.withMessageContaining("rules would never count");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AuthPolicy(CallerMode.OPTIONAL, List.of(), List.of("scope:a"), Set.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new AuthPolicy(CallerMode.NONE, List.of(), List.of(), Set.of("p")));
	}

	@ParameterizedTest
	@CsvSource({ "scope:orders.read, true", "scope:orders, false", "scope:Orders.read, false", "role:admin, true",
			"role:ADMIN, false", "client:web, true", "client:ann, false", "claim:plan=pro, true",
			"claim:plan=Pro, false", "claim:plan, true", "claim:other, false", "claim:level=3, true",
			"claim:groups=b, true", "claim:groups=c, false", "claim:realm.roles=x, true", "claim:realm.roles=y, false",
			"claim:a.b=dotted, true", "claim:realm.roles.x, false", "claim:plan.x, false" })
	void rulesHoldForWhomTheySay(String rule, boolean holds) {
		assertThat(Permission.of(rule).holdsFor(CALLER)).isEqualTo(holds);
	}

	@Test
	void challengeIsWrittenAsTheHeaderHasIt() {
		assertThat(Challenge.of("Bearer")).hasToString("Bearer");
		assertThat(Challenge.of("Bearer").with("error", "invalid_token").with("scope", "a b"))
			.hasToString("Bearer error=\"invalid_token\", scope=\"a b\"");
	}

	@Test
	void textOfCredentialsNeverShowsThem() {
		assertThat(new Credential(CredentialKind.TOKEN, "Authorization", "secret").toString()).doesNotContain("secret");
	}

	@Test
	void nothingAboutACallerButItsNameIsShown() {
		assertThat(CALLER).hasToString("'ann' of 'p'");
	}

}
