package io.embeddedgateway.autoconfigure.strict;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a component of the type {@link Object} gets.
 */
class TreesTests {

	@Test
	void aTreeIsBoundAsItIsWritten() {
		Object tree = bind("""
				g:
				  tree:
				    zebra: {customerId: "{id}", under_score: 1}
				    Apple: [a, {x: "h: b", list: [1, [2, 3]]}, true]
				    big: 123456789012345678901234567890
				    "[@type]": q
				    "[a.b c]": 1.5
				""");
		Map<String, Object> expected = new LinkedHashMap<>();
		expected.put("zebra", Map.of("customerId", "{id}", "under_score", 1));
		expected.put("Apple", List.of("a", Map.of("x", "h: b", "list", List.of(1, List.of(2, 3))), true));
		expected.put("big", new BigInteger("123456789012345678901234567890"));
		expected.put("@type", "q");
		expected.put("a.b c", 1.5);
		assertThat(tree).isEqualTo(expected);
		assertThat(new ArrayList<>(((Map<?, ?>) tree).keySet())).isEqualTo(new ArrayList<>(expected.keySet()));
	}

	@Test
	void aSingleValueStaysOne() {
		assertThat(bind("g: {tree: '{order}'}")).isEqualTo("{order}");
		assertThat(bind("g: {tree: 5}")).isEqualTo(5);
		assertThat(bind("g: {tree: false}")).isEqualTo(false);
	}

	@Test
	void aListAtTheTopIsOne() {
		assertThat(bind("g: {tree: [a, {b: c}]}")).isEqualTo(List.of("a", Map.of("b", "c")));
	}

	@Test
	void whatIsNotWrittenIsNotThere() {
		assertThat(bind("g: {other: 1}")).isNull();
	}

	@Test
	void placeholdersAreResolved() {
		assertThat(bind("x: 7\ng: {tree: {a: ['${x}']}}")).isEqualTo(Map.of("a", List.of("7")));
	}

	@Test
	void namesThatWouldLoseCharactersAreMistakes() {
		assertThatExceptionOfType(GatewayConfigurationException.class)
			.isThrownBy(() -> bind("g: {tree: {items: [{'@type': x}], 'a b': 1, fine: 2}}"))
			.satisfies((ex) -> assertThat(ex.problems()).map(ConfigurationProblem::message)
				.containsExactlyInAnyOrder(
						"Of '@type' only letters, digits, '-' and '_' would be left. Write '[@type]', in quotes, instead.",
						"Of 'a b' only letters, digits, '-' and '_' would be left. Write '[a b]', in quotes, instead."));
	}

	private static @Nullable Object bind(String yaml) {
		return new StrictSources().yaml("application.yml", yaml)
			.bind("g", Root.class, new StrictBinding<>("g", Root.class, (bound, problems) -> {
			}))
			.tree();
	}

	/**
	 * Something with a tree.
	 *
	 * @param tree whatever is written
	 * @param other something else
	 */
	record Root(@Nullable Object tree, @Nullable Integer other) {
	}

}
