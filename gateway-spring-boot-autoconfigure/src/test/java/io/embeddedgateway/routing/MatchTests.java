package io.embeddedgateway.routing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.AddressRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MatchTests {

	@Test
	void exactValueHasToBeOneOfTheValuesThere() {
		assertThat(ValueMatch.of("2").compile().test(List.of("1", "2"))).isTrue();
		assertThat(ValueMatch.of("2").compile().test(List.of("1", "22"))).isFalse();
		assertThat(ValueMatch.of("2").compile().test(List.of())).isFalse();
		assertThat(ValueMatch.anyOf("a", "b").compile().test(List.of("b"))).isTrue();
	}

	@Test
	void presentAndAbsentLookOnlyAtWhetherThereIsAValue() {
		assertThat(ValueMatch.present(true).compile().test(List.of(""))).isTrue();
		assertThat(ValueMatch.present(true).compile().test(List.of())).isFalse();
		assertThat(ValueMatch.present(false).compile().test(List.of())).isTrue();
		assertThat(ValueMatch.present(false).compile().test(List.of("x"))).isFalse();
	}

	@Test
	void expressionHasToMatchTheWholeValue() {
		assertThat(ValueMatch.matching("v[0-9]+").compile().test(List.of("v12"))).isTrue();
		assertThat(ValueMatch.matching("v[0-9]+").compile().test(List.of("v12x"))).isFalse();
	}

	@Test
	@Timeout(30)
	void expressionIsSafeAgainstCatastrophicBacktracking() {
		String evil = "a".repeat(50_000) + "!";
		// With backtracking this takes longer than the universe is old
		assertThat(ValueMatch.matching("(a|a)*(a+)+$").compile().test(List.of(evil))).isFalse();
	}

	@Test
	void expressionThatIsNotLinearIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueMatch.matching("(?=a)b"))
			.withMessageContaining("no look-around and no back-references");
		assertThatIllegalArgumentException().isThrownBy(() -> ValueMatch.matching("["))
			.withMessageStartingWith("'[' is not a regular expression");
	}

	@Test
	void exactlyOneConditionHasToBeSet() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ValueMatch(List.of("a"), "b", null))
			.withMessage("Write exactly one of a value, 'any-of', 'matches' or 'present', but there are 2");
		assertThatIllegalArgumentException().isThrownBy(() -> new ValueMatch(null, null, null))
			.withMessageEndingWith("there are 0");
	}

	@Test
	void methodsAreCaseSensitive() {
		assertThatIllegalArgumentException().isThrownBy(() -> RequestMatch.ANY.withMethods(HttpMethod.valueOf("get")))
			.withMessage("'get' is not an HTTP method. Write 'GET' (methods are case-sensitive)");
	}

	@Test
	void getStandsForHeadToo() {
		assertThat(RequestMatch.ANY.withMethods(HttpMethod.GET).accepts(HttpMethod.HEAD)).isTrue();
		assertThat(RequestMatch.ANY.withMethods(HttpMethod.POST).accepts(HttpMethod.HEAD)).isFalse();
		assertThat(RequestMatch.ANY.accepts(HttpMethod.valueOf("PROPFIND"))).isTrue();
	}

	@Test
	void hostHasNeitherSchemeNorPortNorOtherWildcards() {
		for (String host : List.of("http://a", "a:80", "*", "a.*.b", "*.*.b", "")) {
			assertThatIllegalArgumentException().isThrownBy(() -> RequestMatch.ANY.withHosts(host))
				.withMessageContaining("Write it without scheme and port");
		}
		assertThat(RequestMatch.ANY.withHosts("API.Example.com").hosts()).containsExactly("api.example.com");
	}

	@Test
	void periodHasToBePossible() {
		Instant now = Instant.parse("2026-01-01T00:00:00Z");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RequestMatch(Set.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), now, now))
			.withMessageContaining("Otherwise the route never matches");
	}

	@Test
	void conditionsAddUp() {
		Instant now = Instant.EPOCH;
		RequestMatch match = RequestMatch.ANY.withMethods(HttpMethod.GET)
			.withHosts("example.com.")
			.withHeader("A", ValueMatch.of("1"))
			.withHeader("B", ValueMatch.of("2"))
			.withQuery("q", ValueMatch.present(true))
			.withCookie("c", ValueMatch.present(false))
			.withClientIps(AddressRange.of("::1"))
			.withPeriod(now, null);
		assertThat(match).isEqualTo(new RequestMatch(Set.of(HttpMethod.GET), List.of("example.com"),
				Map.of("A", ValueMatch.of("1"), "B", ValueMatch.of("2")), Map.of("q", ValueMatch.present(true)),
				Map.of("c", ValueMatch.present(false)), List.of(AddressRange.of("::1")), now, null));
	}

	@Test
	void everyConditionCounts() {
		RequestMatch match = new RequestMatch(Set.of(HttpMethod.GET), List.of("a"), Map.of("X", ValueMatch.of("1")),
				Map.of("q", ValueMatch.of("1"), "r", ValueMatch.of("1")), Map.of("c", ValueMatch.present(true)),
				List.of(AddressRange.of("::1")), Instant.EPOCH, Instant.now());
		assertThat(match.count()).isEqualTo(9);
		assertThat(RequestMatch.ANY.count()).isZero();
	}

}
