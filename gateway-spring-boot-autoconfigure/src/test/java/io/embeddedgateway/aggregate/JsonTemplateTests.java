package io.embeddedgateway.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonTemplate}.
 */
class JsonTemplateTests {

	private final Map<String, JsonNode> nodes = new HashMap<>();

	private final Values values = (reference) -> {
		JsonNode node = this.nodes.get(reference.name());
		return (node != null) ? reference.path().value(node) : null;
	};

	@Test
	void referenceAloneIsTheValueItself() {
		set("order", "{\"items\": [{\"sku\": \"a\", \"price\": 1.50}, {\"sku\": null}], \"n\": 12345678901234567890}");
		assertThat(expand("{order}")).isSameAs(this.nodes.get("order"));
		assertThat(expand("{order.items[*].sku}")).hasToString("[\"a\",null]");
		assertThat(expand(fields("n", "{order.n}", "first", "{order.items[0]}")))
			.hasToString("{\"n\":12345678901234567890,\"first\":{\"sku\":\"a\",\"price\":1.50}}");
	}

	@Test
	void referenceWithTextAroundItIsAText() {
		set("a", "1.50");
		set("b", "[1, \"x\", null]");
		set("c", "null");
		assertThat(expand("{a}{a}")).hasToString("\"1.501.50\"");
		assertThat(expand("nr {a}, {b}: {c}{none}!")).hasToString("\"nr 1.50, 1,x: !\"");
		assertThat(expand("{{{a}}}")).hasToString("\"{1.50}\"");
		assertThat(expand(" {a}")).hasToString("\" 1.50\"");
		assertThat(expand("{{a}}")).hasToString("\"{a}\"");
		assertThat(expand("")).hasToString("\"\"");
		assertThat(expand("\"\n\ud83d\ude00")).hasToString("\"\\\"\\n\ud83d\ude00\"");
	}

	@Test
	void objectWithinATextIsUnsuitable() {
		set("a", "{\"secret\": 1}");
		set("b", "[[1]]");
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> expand("x{a}"))
			.withMessage("'{a}' is an object or an array where a single value is needed");
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> expand("x{b}"));
	}

	@Test
	void missingFieldIsLeftOutAndMissingElementIsNull() {
		set("a", "null");
		assertThat(expand(fields("x", "{none}", "y", "{a}", "z", List.of("{none}", "{a}", 1, List.of("{none.x[*]}")))))
			.hasToString("{\"y\":null,\"z\":[null,null,1,[null]]}");
		assertThat(expand("{none}")).isNull();
		assertThat(expand(Map.of("x", "{none}"))).hasToString("{}");
	}

	@Test
	void scalarsStayWhatTheyAre() {
		List<@Nullable Object> tree = new ArrayList<>(Arrays.asList(1, 2L, (short) 3, new BigDecimal("1.50"), 1.5, 1e10,
				2.5f, new BigInteger("9".repeat(30)), true, null, "5", "null", "[]"));
		assertThat(expand(tree))
			.hasToString("[1,2,3,1.50,1.5,1.0E+10,2.5," + "9".repeat(30) + ",true,null,\"5\",\"null\",\"[]\"]");
		assertThat(expand(null)).hasToString("null");
		assertThat(expand(7)).hasToString("7");
	}

	@Test
	void collectionsAndArraysAreArrays() {
		assertThat(expand(new LinkedHashSet<>(List.of("a", "b")))).hasToString("[\"a\",\"b\"]");
		assertThat(expand(new int[] { 1, 2 })).hasToString("[1,2]");
		assertThat(expand(new Object[] { "a", List.of(), Map.of() })).hasToString("[\"a\",[],{}]");
	}

	@Test
	void mapIsAnObjectWhateverItsKeys() {
		assertThat(expand(fields("0", "a", "2", "b"))).hasToString("{\"0\":\"a\",\"2\":\"b\"}");
		assertThat(expand(fields("00", "a"))).hasToString("{\"00\":\"a\"}");
		assertThat(expand(fields("1", "a"))).hasToString("{\"1\":\"a\"}");
		assertThat(expand(fields("0", "a", "x", "b"))).hasToString("{\"0\":\"a\",\"x\":\"b\"}");
		assertThat(expand(Map.of())).hasToString("{}");
	}

	@Test
	void textsInJsonNodesHaveValues() {
		set("a", "1");
		JsonNode tree = new PartBody(64, 2_000_000).parse("{\"x\": [\"{a}\", \"no {a}\"]}");
		assertThat(expand(tree)).hasToString("{\"x\":[1,\"no 1\"]}");
		assertThat(tree).hasToString("{\"x\":[\"{a}\",\"no {a}\"]}");
	}

	@Test
	void referencesAreInTheOrderInWhichTheyStand() {
		Map<String, Object> tree = fields("a", "{x} {y.z}", "b", List.of("{header.X-A}", fields("c", "{{x}}")));
		assertThat(JsonTemplate.of(tree).references()).extracting(Reference::text)
			.containsExactly("x", "y.z", "header.X-A");
	}

	@Test
	void whatIsNotJsonIsRefused() {
		assertMistake(new Date(0), "a value is a java.util.Date. Write a map");
		assertMistake(Double.NaN, "the number NaN");
		assertMistake(List.of(Float.POSITIVE_INFINITY), "the number Infinity");
		assertMistake(fields("{id}", 1), "'{id}' is the name of a field, which can't have braces");
		assertMistake(List.of(fields("}", 1)), "can't have braces");
		assertMistake(Collections.singletonMap(null, 1), "has no name");
		assertMistake(Map.of("5", 1, 5, 2), "'5' is there twice");
		assertMistake(fields("a", "{"), "not closed");
		assertMistake(fields("a", "{order..x}"), "'..'");
	}

	@Test
	void depthHasALimit() {
		assertThat(expand(nested(64))).isNotNull();
		assertMistake(nested(65), "more than 64");
		Map<String, Object> endless = new HashMap<>();
		endless.put("self", endless);
		assertMistake(endless, "more than 64");
	}

	@Test
	void eachExpansionIsNew() {
		JsonTemplate template = JsonTemplate.of(fields("a", List.of(1), "b", Map.of("c", 2)));
		JsonNode first = template.expand(this.values);
		assertThat(template.expand(this.values)).isEqualTo(first).isNotSameAs(first);
		assertThat(template.expand(this.values).get("a")).isNotSameAs(first.get("a"));
	}

	@Test
	void templatesAreEqualByWhatWasWritten() {
		assertThat(JsonTemplate.of(fields("a", List.of("{b}"))))
			.isEqualTo(JsonTemplate.of(fields("a", new String[] { "{b}" })))
			.hasSameHashCodeAs(JsonTemplate.of(fields("a", List.of("{b}"))))
			.hasToString("{\"a\":[\"{b}\"]}")
			.isNotEqualTo(JsonTemplate.of("{b}"));
	}

	private static Object nested(int depth) {
		Object tree = "x";
		for (int i = 0; i < depth; i++) {
			tree = ((i & 1) == 0) ? List.of(tree) : Map.of("a", tree);
		}
		return tree;
	}

	private static Map<String, Object> fields(Object... namesAndValues) {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return fields;
	}

	private void set(String name, String json) {
		this.nodes.put(name, new PartBody(64, 2_000_000).parse(json));
	}

	private @Nullable JsonNode expand(@Nullable Object tree) {
		return JsonTemplate.of(tree).expand(this.values);
	}

	private static void assertMistake(Object tree, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonTemplate.of(tree)).withMessageContaining(message);
	}

}
