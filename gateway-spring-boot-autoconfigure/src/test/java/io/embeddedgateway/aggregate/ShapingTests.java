package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Shaping}.
 */
class ShapingTests {

	private static final String CUSTOMER = """
			{"id": 7, "name": "Ann", "address": {"city": "Bonn", "zip": "53111", "geo": {"lat": 1.50, "lon": 7}},
			"orders": [{"id": 1, "items": [{"sku": "a", "n": 2}, {"sku": "b"}]}, {"id": 2, "items": []}],
			"nick": null, "first name": "A", "a.b": 5}""";

	@Test
	void nothingSaidTakesTheValueAsItIs() {
		JsonNode value = json(CUSTOMER);
		assertThat(Shaping.NONE.apply(value)).isSameAs(value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			name                        | {"name":"Ann"}
			name,id                     | {"name":"Ann","id":7}
			address.city,name           | {"address":{"city":"Bonn"},"name":"Ann"}
			address.city,address.geo.lat| {"address":{"city":"Bonn","geo":{"lat":1.50}}}
			address,address.city        | {"address":{"city":"Bonn","zip":"53111","geo":{"lat":1.50,"lon":7}}}
			address.city,address        | {"address":{"city":"Bonn","zip":"53111","geo":{"lat":1.50,"lon":7}}}
			orders.id                   | {"orders":[{"id":1},{"id":2}]}
			orders.items.sku            | {"orders":[{"items":[{"sku":"a"},{"sku":"b"}]},{"items":[]}]}
			orders.items.n              | {"orders":[{"items":[{"n":2},{}]},{"items":[]}]}
			none                        | {}
			address.none                | {"address":{}}
			name.first                  | {}
			nick                        | {"nick":null}
			nick.x                      | {"nick":null}
			['first name'],['a.b']      | {"first name":"A","a.b":5}
			address['city']             | {"address":{"city":"Bonn"}}
			""")
	void fieldsArePicked(String pick, String expected) {
		assertThat(shape(null, pick, "", Map.of(), CUSTOMER)).hasToString(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[{"a":1,"b":2},{"b":3}]     | [{"a":1},{}]
			[[{"a":1,"b":2}],[]]        | [[{"a":1}],[]]
			[1,{"a":1},null,"x"]        | [{"a":1},null]
			[]                          | []
			null                        | null
			""")
	void fieldsArePickedFromEachElement(String json, String expected) {
		assertThat(shape(null, "a", "", Map.of(), json)).hasToString(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"text\"", "true" })
	void nothingCanBePickedFromASingleValue(String json) {
		assertThat(shape(null, "a", "", Map.of(), json)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":{"b":1,"c":2},"d":3}       | a.b      | {"a":{"c":2},"d":3}
			{"a":{"b":1,"c":2},"d":3}       | a        | {"d":3}
			{"a":{"b":1,"c":2},"d":3}       | a,a.b    | {"d":3}
			{"a":[{"b":1},{"c":2},3],"d":3} | a.b      | {"a":[{},{"c":2},3],"d":3}
			[{"a":1,"d":2},5,[{"a":3}]]     | a        | [{"d":2},5,[{}]]
			{"d":1}                         | a.b      | {"d":1}
			{"a":"x"}                       | a.b      | {"a":"x"}
			5                               | a        | 5
			null                            | a        | null
			""")
	void fieldsAreDropped(String json, String drop, String expected) {
		assertThat(shape(null, "", drop, Map.of(), json)).hasToString(expected);
	}

	@Test
	void fieldsAreRenamedByTheirOldNames() {
		Map<String, String> rename = names("address", "addr", "address.city", "town", "orders.items.sku", "article");
		assertThat(shape(null, "address.city,orders.items.sku", "", rename, CUSTOMER)).hasToString(
				"{\"addr\":{\"town\":\"Bonn\"},\"orders\":[{\"items\":[{\"article\":\"a\"},{\"article\":\"b\"}]},{\"items\":[]}]}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"b\":2,\"c\":3}", "{\"b\":2,\"a\":1,\"c\":3}" })
	void renamedFieldReplacesAnotherOfThatName(String json) {
		assertThat(shape(null, "", "", names("a", "b"), json)).hasToString("{\"b\":1,\"c\":3}");
		assertThat(shape(null, "", "", names("a", "b", "b", "a"), json)).isEqualTo(json("{\"a\":2,\"b\":1,\"c\":3}"));
		assertThat(shape(null, "", "", names("none", "b"), json)).isEqualTo(json(json));
		assertThat(shape(null, "", "", names("a", "a"), json)).isEqualTo(json(json));
	}

	@Test
	void targetIsTakenFirst() {
		assertThat(shape("address.geo", "", "", Map.of(), CUSTOMER)).hasToString("{\"lat\":1.50,\"lon\":7}");
		assertThat(shape("orders[0]", "items.sku", "", names("items", "list"), CUSTOMER))
			.hasToString("{\"list\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]}");
		assertThat(shape("orders", "", "items", Map.of(), CUSTOMER)).hasToString("[{\"id\":1},{\"id\":2}]");
		assertThat(shape("['first name']", "", "", Map.of(), CUSTOMER)).hasToString("\"A\"");
		assertThat(shape("[0]", "", "", Map.of(), "[1]")).hasToString("1");
		assertThat(shape("nick", "", "", Map.of(), CUSTOMER)).hasToString("null");
	}

	@Test
	void targetThatIsNotThereIsNothing() {
		assertThat(shape("none", "", "", Map.of(), CUSTOMER)).isNull();
		assertThat(shape("orders[2]", "id", "x", names("a", "b"), CUSTOMER)).isNull();
		assertThat(shape("name.x", "", "", Map.of(), "null")).isNull();
	}

	@Test
	void valueIsNotChanged() {
		JsonNode value = json(CUSTOMER);
		Shaping.of("orders", List.of("id", "items"), List.of("items.n"), names("items.sku", "x")).apply(value);
		Shaping.of(null, List.of(), List.of("address.city", "orders.items"), names("address", "x")).apply(value);
		assertThat(value).isEqualTo(json(CUSTOMER));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "orders[*]", "orders.*", "orders[0:1]", "a..b", ".a", "a b" })
	void targetIsTheWayToOneValue(String target) {
		assertThatIllegalArgumentException().isThrownBy(() -> Shaping.of(target, List.of(), List.of(), Map.of()))
			.withMessageContaining("Write ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "items[0]", "items[*].sku", "items.*", "a..b", ".a", "a.", "first name" })
	void fieldIsAPathOfNames(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> Shaping.of(null, List.of(path), List.of(), Map.of()))
			.withMessageContaining("Write ");
		assertThatIllegalArgumentException().isThrownBy(() -> Shaping.of(null, List.of(), List.of(path), Map.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Shaping.of(null, List.of(), List.of(), Map.of(path, "x")));
	}

	@Test
	void contradictionsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Shaping.of(null, List.of("a"), List.of("a"), Map.of()))
			.withMessage("'a' is in 'pick' and in 'drop'. Remove one");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Shaping.of(null, List.of(), List.of(), names("x.a", "c", "x.b", "c")))
			.withMessage("'x.b' gets the name 'c', as another field does. Write two names");
		assertThat(Shaping.of(null, List.of(), List.of(), names("x.a", "c", "y.a", "c"))).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "address.town" })
	void newNameIsOneName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Shaping.of(null, List.of(), List.of(), Map.of("a", name)))
			.withMessageContaining("Write a name without points");
	}

	@Test
	void deepValueIsShaped() {
		String open = "[".repeat(998);
		String close = "]".repeat(998);
		PartBody json = new PartBody(1000, 2_000_000);
		JsonNode value = json.parse(open + "{\"a\":{\"b\":1,\"c\":2}}" + close);
		JsonNode shaped = Shaping.of(null, List.of("a"), List.of("a.b"), names("a.c", "d")).apply(value);
		assertThat(new String(json.write(shaped), StandardCharsets.UTF_8))
			.isEqualTo(open + "{\"a\":{\"d\":2}}" + close);
	}

	@Test
	void shapingsAreEqualByWhatTheySay() {
		Shaping shaping = Shaping.of("a", List.of("b"), List.of("c"), names("b", "d"));
		assertThat(shaping).isEqualTo(Shaping.of("a", List.of("b"), List.of("c"), names("b", "d")))
			.hasSameHashCodeAs(Shaping.of("a", List.of("b"), List.of("c"), names("b", "d")))
			.isNotEqualTo(Shaping.of("a", List.of("b"), List.of("c"), names("b", "e")))
			.isNotEqualTo(Shaping.NONE)
			.hasToString("Shaping[target=.a, pick=[b], drop=[c], rename={b=d}]");
	}

	private static @Nullable JsonNode shape(@Nullable String target, String pick, String drop,
			Map<String, String> rename, String json) {
		return Shaping.of(target, list(pick), list(drop), rename).apply(json(json));
	}

	private static List<String> list(String text) {
		return text.isEmpty() ? List.of() : List.of(text.split(","));
	}

	private static Map<String, String> names(String... names) {
		Map<String, String> result = new LinkedHashMap<>();
		for (int i = 0; i < names.length; i += 2) {
			result.put(names[i], names[i + 1]);
		}
		return result;
	}

	private static JsonNode json(String text) {
		return new PartBody(64, 2_000_000).parse(text);
	}

}
