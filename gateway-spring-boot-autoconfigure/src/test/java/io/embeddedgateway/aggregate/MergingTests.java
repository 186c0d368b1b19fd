package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Merging}.
 */
class MergingTests {

	private static final PartBody JSON = new PartBody(1000, 2_000_000);

	@ParameterizedTest
	@EnumSource(ConflictRule.class)
	void differentFieldsStandInTheOrderOfTheParts(ConflictRule rule) {
		assertThat(merge(rule, "{\"b\":1.50,\"a\":null}", "{}", "{\"d\":{},\"c\":[]}"))
			.hasToString("{\"b\":1.50,\"a\":null,\"d\":{},\"c\":[]}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					FIRST      | {"a":1,"b":2} | {"a":3}         | {"a":1,"b":2}
					FIRST      | {"a":null}    | {"a":3}         | {"a":null}
					FIRST      | {"a":{"x":1}} | {"a":{"y":2}}   | {"a":{"x":1}}
					LAST       | {"a":1,"b":2} | {"a":3}         | {"a":3,"b":2}
					LAST       | {"a":1}       | {"a":null}      | {"a":null}
					LAST       | {"a":{"x":1}} | {"a":{"y":2}}   | {"a":{"y":2}}
					CONCAT     | {"a":[1,2]}   | {"a":[3,[4]]}   | {"a":[1,2,3,[4]]}
					CONCAT     | {"a":1}       | {"a":[2]}       | {"a":[1,2]}
					CONCAT     | {"a":[1]}     | {"a":{"x":2}}   | {"a":[1,{"x":2}]}
					CONCAT     | {"a":1}       | {"a":1}         | {"a":[1,1]}
					CONCAT     | {"a":null}    | {"a":[]}        | {"a":[null]}
					DEEP_MERGE | {"a":{"x":1,"y":{"z":1}}} | {"a":{"y":{"z":2,"w":3},"v":4}} | {"a":{"x":1,"y":{"z":2,"w":3},"v":4}}
					DEEP_MERGE | {"a":{"x":1}} | {"a":null}      | {"a":null}
					DEEP_MERGE | {"a":1}       | {"a":{"x":1}}   | {"a":{"x":1}}
					DEEP_MERGE | {"a":[1]}     | {"a":[2]}       | {"a":[2]}
					""")
	void sameFieldGoesByTheRule(ConflictRule rule, String earlier, String later, String expected) {
		assertThat(merge(rule, earlier, later)).hasToString(expected);
	}

	@Test
	void threePartsAreMergedOneAfterAnother() {
		assertThat(merge(ConflictRule.CONCAT, "{\"a\":[1]}", "{\"a\":2}", "{\"a\":[3]}"))
			.hasToString("{\"a\":[1,2,3]}");
		assertThat(merge(ConflictRule.DEEP_MERGE, "{\"a\":{\"x\":1}}", "{\"a\":{\"y\":2}}", "{\"a\":{\"x\":3}}"))
			.hasToString("{\"a\":{\"x\":3,\"y\":2}}");
	}

	@Test
	void sameFieldCanBeAnError() {
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> merge(ConflictRule.ERROR, "{\"a\":1}", "{\"a\":1}"))
			.withMessage("the field 'a' comes from more than one part");
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> merge(ConflictRule.ERROR, "{\"a\\r\\nb\":1}", "{\"a\\r\\nb\":1}"))
			.withMessage("the field 'a??b' comes from more than one part");
		String name = "a".repeat(10_000);
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> merge(ConflictRule.ERROR, "{\"" + name + "\":1}", "{\"" + name + "\":1}"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(200));
	}

	@ParameterizedTest
	@EnumSource(value = ConflictRule.class, names = "ERROR", mode = EnumSource.Mode.EXCLUDE)
	void partsAreNotChanged(ConflictRule rule) {
		String first = "{\"a\":{\"x\":[1],\"y\":{}},\"b\":[1]}";
		String second = "{\"a\":{\"x\":[2],\"y\":{\"z\":1}},\"b\":[2]}";
		String third = "{\"a\":{\"x\":[3],\"y\":{\"z\":2,\"w\":3}},\"b\":[3]}";
		ObjectNode[] parts = { object(first), object(second), object(third) };
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		for (ObjectNode part : parts) {
			Merging.into(root, part, rule);
		}
		assertThat(parts).containsExactly(object(first), object(second), object(third));
	}

	@Test
	void deepValuesAreMerged() {
		String open = "{\"a\":".repeat(999);
		JsonNode merged = merge(ConflictRule.DEEP_MERGE, open + "{\"x\":1}" + "}".repeat(999),
				open + "{\"y\":2}" + "}".repeat(999));
		assertThat(new String(JSON.write(merged), StandardCharsets.UTF_8))
			.isEqualTo(open + "{\"x\":1,\"y\":2}" + "}".repeat(999));
	}

	private static JsonNode merge(ConflictRule rule, String... parts) {
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		for (String part : parts) {
			Merging.into(root, object(part), rule);
		}
		return root;
	}

	private static ObjectNode object(String json) {
		return (ObjectNode) JSON.parse(json);
	}

}
