package io.embeddedgateway.aggregate;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonPath}.
 */
class JsonPathTests {

	private static final JsonNode ROOT = new PartBody(64, 2_000_000).parse("""
			{"items": [{"sku": "a", "n": 1}, {"sku": "b", "tags": ["x", "y"]}, {"n": null}],
			"letters": ["a", "b", "c", "d", "e", "f", "g"],
			"first name": "Ann", "a-b": 1, "2fa": true, "größe": 5, "it's": 6, "a\\"b": 7, "a}b": 8, "\\u0000": 9,
			"😀": 10, "back\\\\slash": 11, "0": 12, "": 13, "nothing": null, "deep": {"er": {"est": [[1, [2]], 3]}}}
			""");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			.items[0].sku                | "a"
			.items[-1].n                 | null
			['items'][1]["tags"][-2]     | "x"
			[ 'items' ][ 1 ]['sku']      | "b"
			.a-b                         | 1
			.2fa                         | true
			.größe                       | 5
			.😀                          | 10
			['first name']               | "Ann"
			["it's"]                     | 6
			['it\\'s']                   | 6
			['a"b']                      | 7
			["a\\"b"]                    | 7
			['a}b']                      | 8
			['\\u0000']                  | 9
			['\\uD83D\\ude00']           | 10
			['😀']                       | 10
			['back\\\\slash']            | 11
			['\\u0062ack\\u005Cslash']   | 11
			['0']                        | 12
			['']                         | 13
			.nothing                     | null
			.deep.er.est[0][1][0]        | 2
			""")
	void oneValueIsFound(String path, String expected) {
		JsonPath parsed = JsonPath.of(path);
		assertThat(parsed.isMany()).isFalse();
		assertThat(parsed.value(ROOT)).hasToString(expected);
		assertThat(parsed.all(ROOT)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { ".none", ".items[3]", ".items[-4]", ".items.sku", ".items['0']", "[0]", ".nothing.more",
			".letters[0].x", ".letters[0][0]", ".items[0].sku[0]", "['first Name']", ".items[9007199254740991]",
			".items[-9007199254740991]" })
	void nothingIsFoundWhereNothingIs(String path) {
		assertThat(JsonPath.of(path).value(ROOT)).isNull();
		assertThat(JsonPath.of(path).all(ROOT)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			.items[*].sku                | ["a","b"]
			.items.*.n                   | [1,null]
			.items[*].tags[*]            | ["x","y"]
			.items[0][*]                 | ["a",1]
			.items[0].*                  | ["a",1]
			.letters[1:3]                | ["b","c"]
			.letters[5:]                 | ["f","g"]
			.letters[1:5:2]              | ["b","d"]
			.letters[5:1:-2]             | ["f","d"]
			.letters[::-1]               | ["g","f","e","d","c","b","a"]
			.letters[:]                  | ["a","b","c","d","e","f","g"]
			.letters[ : : ]              | ["a","b","c","d","e","f","g"]
			.letters[-2:]                | ["f","g"]
			.letters[:-5]                | ["a","b"]
			.letters[-100:100]           | ["a","b","c","d","e","f","g"]
			.letters[100:-100:-3]        | ["g","d","a"]
			.letters[3:1]                | []
			.letters[1:3:-1]             | []
			.letters[9007199254740991:]  | []
			.letters[::9007199254740991] | ["a"]
			.letters[::-9007199254740991]| ["g"]
			.none[*]                     | []
			.nothing[*]                  | []
			.letters[0][*]               | []
			.deep[0:1]                   | []
			.deep.er.est[*][*]           | [1,[2]]
			""")
	void severalValuesAreAnArray(String path, String expected) {
		JsonPath parsed = JsonPath.of(path);
		assertThat(parsed.isMany()).isTrue();
		assertThat(parsed.value(ROOT)).hasToString(expected);
		assertThat(parsed.all(ROOT)).hasToString(expected.replace(",", ", "));
	}

	@Test
	void slicesAreThoseOfTheSpecification() {
		for (int size = 0; size < 5; size++) {
			ArrayNode array = JsonNodeFactory.instance.arrayNode();
			IntStream.range(0, size).forEach(array::add);
			for (int start = -6; start <= 6; start++) {
				for (int end = -6; end <= 6; end++) {
					for (int step = -3; step <= 3; step++) {
						if (step != 0) {
							String path = "[" + start + ":" + end + ":" + step + "]";
							assertThat(JsonPath.of(path).value(array)).as(path)
								.hasToString(slice(size, start, end, step).toString());
						}
					}
				}
			}
		}
	}

	// RFC 9535 §2.3.4.2.2, line by line
	private static ArrayNode slice(int size, int start, int end, int step) {
		ArrayNode result = JsonNodeFactory.instance.arrayNode();
		int first = (start >= 0) ? start : size + start;
		int last = (end >= 0) ? end : size + end;
		if (step > 0) {
			int upper = Math.min(Math.max(last, 0), size);
			for (int i = Math.min(Math.max(first, 0), size); i < upper; i += step) {
				result.add(i);
			}
		}
		else {
			int lower = Math.min(Math.max(last, -1), size - 1);
			for (int i = Math.min(Math.max(first, -1), size - 1); lower < i; i += step) {
				result.add(i);
			}
		}
		return result;
	}

	@Test
	void nothingIsTheWayToTheValueItself() {
		assertThat(JsonPath.of("")).isSameAs(JsonPath.ROOT);
		assertThat(JsonPath.ROOT.value(ROOT)).isSameAs(ROOT);
		assertThat(JsonPath.ROOT.all(ROOT)).containsExactly(ROOT);
		assertThat(JsonPath.ROOT.isMany()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			..sku            | has '..' (at character 2)
			.items..sku      | has '..'
			.                | '.' without a name
			.items.          | '.' without a name
			.a b             | has ' ' where a step begins
			.a['b']c         | has 'c' where a step begins
			items            | has 'i' where a step begins
			$.items          | has '$' where a step begins
			.0               | Write '[0]' for an element
			.first name      | where a step begins
			[?(@.a)]         | has a filter
			[0,1]            | several selectors
			['a','b']        | several selectors
			[a]              | without a name in quotes
			[]               | without a name in quotes
			[                | without a name in quotes
			[0               | '[' without ']'
			['a              | no closing quote
			['a'             | '[' without ']'
			['a\\']          | no closing quote
			['\\x']          | has '\\x' in a name
			['\\"']          | has '\\"' in a name
			["\\'"]          | has '\\'' in a name
			['\\              | has '\\' in a name
			['\\u12']        | four hexadecimal digits
			['\\u12g4']      | four hexadecimal digits
			['\\ud800']      | half a character
			['\\ud800\\u0041'] | half a character
			['\\udc00']      | half a character
			[01]             | has '01' for a number
			[-0]             | has '-0' for a number
			[-]              | has '-' for a number
			[1.5]            | '[' without ']'
			[9007199254740992] | has the number 9007199254740992
			[99999999999999999999999] | has the number
			[1:2:0]          | steps of 0
			[1:2:3:4]        | '[' without ']'
			[(1)]            | without a name in quotes
			[@]              | without a name in quotes
			""")
	void mistakeIsExplained(String path, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.of(path))
			.withMessageStartingWith("'" + path + "' has ")
			.withMessageContaining(message)
			.withMessageContaining("Write ");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".\ud800", ".\udc00", "['\ud800']", ".a\ud800b", "['a\nb']", ".a\u0000", "['a\u0000']" })
	void whatIsNoTextIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.of(path));
	}

	@Test
	void pathHasALimit() {
		assertThat(JsonPath.of(".a".repeat(50)).value(ROOT)).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.of(".a".repeat(51)))
			.withMessageContaining("more than 50 steps");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.of("." + "a".repeat(1000)))
			.withMessageContaining("1001 characters. Write at most 1000");
	}

	@Test
	void pathsAreEqualByText() {
		assertThat(JsonPath.of(".a['b']")).isEqualTo(JsonPath.of(".a['b']"))
			.hasSameHashCodeAs(JsonPath.of(".a['b']"))
			.hasToString(".a['b']")
			.isNotEqualTo(JsonPath.of(".a.b"));
	}

}
