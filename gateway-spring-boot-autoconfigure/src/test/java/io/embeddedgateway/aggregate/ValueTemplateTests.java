package io.embeddedgateway.aggregate;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.embeddedgateway.Template.Place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ValueTemplate}.
 */
class ValueTemplateTests {

	private final Map<String, JsonNode> nodes = new HashMap<>();

	private final Values values = (reference) -> {
		JsonNode node = this.nodes.get(reference.name());
		return (node != null) ? reference.path().value(node) : null;
	};

	@Test
	void valuesAreEscapedForTheirPlace() {
		set("a", "\"a b&c=d?e#f+g,hä%\"");
		assertThat(expand("x{a}y", Place.QUERY)).isEqualTo("xa%20b%26c%3Dd%3Fe%23f%2Bg%2Ch%C3%A4%25y");
		assertThat(expand("x{a}y", Place.HEADER)).isEqualTo("xa b&c=d?e#f+g,h%C3%A4%y");
		assertThat(path("/x{a}y")).isEqualTo("/xa%20b%26c%3Dd%3Fe%23f%2Bg%2Ch%C3%A4%25y");
	}

	@Test
	void whatIsWrittenIsEncodedInAQueryAndStaysInAPath() {
		assertThat(expand("a b&c=d+e;f%20,ä/:{{}}", Place.QUERY))
			.isEqualTo("a%20b%26c%3Dd%2Be%3Bf%2520,%C3%A4/:%7B%7D");
		assertThat(expand("a b&c=d+e;f%20,ä{{}}", Place.HEADER)).isEqualTo("a b&c=d+e;f%20,%C3%A4{}");
		assertThat(path("/a%20b/c:d,e=f@g")).isEqualTo("/a%20b/c:d,e=f@g");
	}

	@Test
	void endOfAReferenceRespectsQuotesInBrackets() {
		set("order", "{\"a}b\": 1, \"c'}d\": {\"x\": 2}, \"e\\\"}f\": 3}");
		assertThat(
				expand("{order['a}b']}-{order[\"c'}d\"].x}-{order['c\\'}d']['x']}-{order[ \"e\\\"}f\" ]}", Place.QUERY))
			.isEqualTo("1-2-2-3");
		assertThat(ValueTemplate.of("{{{order['a}b']}}}").references()).extracting(Reference::text)
			.containsExactly("order['a}b']");
		assertThat(expand("{{{order['a}b']}}}", Place.HEADER)).isEqualTo("{1}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "}", "{a", "a}", "{}", "{ a}", "{order['a}b'", "{order['a}", "{a}}", "{order..x}",
			"{header}", "{.a}" })
	void mistakeInATemplateIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueTemplate.of(text));
		assertThatIllegalArgumentException().isThrownBy(() -> ValueTemplate.ofPath("/" + text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nb", "a\u0000", "\u0085", "a\ud800", "\udc00\ud800" })
	void whatNoPlaceCanHoldIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueTemplate.of(text));
	}

	@Test
	void templateHasALimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueTemplate.of("a".repeat(100_001)))
			.withMessageContaining("Write at most 100000");
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void missingValueIsNoText(Place place) {
		set("a", "{\"b\": 1}");
		assertThat(expand("/x{none}", place)).isNull();
		assertThat(expand("/x{a.none}", place)).isNull();
		assertThat(expand("/{a.b}{none}", place)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "[null, null]" })
	void whatIsNothingIsMissingInQueryAndHeaderAndUnsuitableInAPath(String json) {
		set("a", json);
		assertThat(expand("x{a}", Place.QUERY)).isNull();
		assertThat(expand("x{a}", Place.HEADER)).isNull();
		assertUnsuitable("/x{a}", Place.PATH, "null");
	}

	@Test
	void emptyTextIsUnsuitableOnlyInAPath() {
		set("a", "\"\"");
		assertThat(expand("x{a}", Place.QUERY)).isEqualTo("x");
		assertThat(expand("{a}", Place.HEADER)).isEmpty();
		assertUnsuitable("/x{a}", Place.PATH, "empty text");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			true                       | true
			0                          | 0
			-7                         | -7
			1.50                       | 1.50
			1E+3                       | 1000
			1.2e-7                     | 0.00000012
			9007199254740993           | 9007199254740993
			123456789012345678901234567890 | 123456789012345678901234567890
			0.1000000000000000055511151231257827 | 0.1000000000000000055511151231257827
			0e50                       | 0
			"ÄÖ"                       | %C3%84%C3%96
			"😀"                       | %F0%9F%98%80
			[1, "a,b", true, 1E2]      | 1,a%2Cb,true,100
			[1, null, 2]               | 1,2
			["", "a"]                  | ,a
			""")
	void scalarsAreTexts(String json, String expected) {
		set("a", json);
		assertThat(expand("{a}", Place.QUERY)).isEqualTo(expected);
	}

	@Test
	void numbersOfBeansAreTexts() {
		JsonNodeFactory factory = JsonNodeFactory.instance;
		assertThat(expandNode(factory.numberNode(1e10))).isEqualTo("10000000000");
		assertThat(expandNode(factory.numberNode(1.5f))).isEqualTo("1.5");
		assertThat(expandNode(factory.numberNode((short) 3))).isEqualTo("3");
		assertThat(expandNode(factory.numberNode(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
		assertThat(expandNode(factory.missingNode())).isNull();
		this.nodes.put("a", factory.numberNode(Double.NaN));
		assertUnsuitable("{a}", Place.QUERY, "no finite number");
		this.nodes.put("a", factory.pojoNode(new Object()));
		assertUnsuitable("{a}", Place.QUERY, "no JSON value");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e100", "-1e999999999", "1e-100", "1.5e-2147483000" })
	void numberOfTooManyDigitsIsUnsuitable(String json) {
		set("a", json);
		for (Place place : Place.values()) {
			assertUnsuitable("/{a}", place, "more than 100 digits");
		}
	}

	@Test
	void numberOfJustSoManyDigitsIsNot() {
		set("a", "1e99");
		assertThat(expand("{a}", Place.QUERY)).isEqualTo("1" + "0".repeat(99));
		set("a", "1e-99");
		assertThat(expand("{a}", Place.QUERY)).hasSize(101).endsWith("01");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"a\": 1}", "[[1]]", "[{}]", "[1, {}]" })
	void objectIsUnsuitable(String json) {
		set("a", json);
		for (Place place : Place.values()) {
			assertUnsuitable("/{a}", place, "'{a}' is an object or an array where a single value is needed");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/../b", "/", "../x", "..\\\\x", "a\\r\\nb", "\\u0000", "\\u007f", "%2e%2e", "x%2Fy",
			"%252e", "%0d", "a%5Cb" })
	void valueThatWouldChangeAPathIsUnsuitable(String text) {
		set("a", '"' + text + '"');
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> path("/x/{a}/y"));
		set("a", "[\"ok\", \"" + text + "\"]");
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> path("/x/{a}/y"));
	}

	@ParameterizedTest
	@CsvSource({ "/x/{a},.", "/x/{a}/y,..", "/x/{a}{a}/y,.", "/x/.{a},.", "/{a}.,.", "/{a},." })
	void valueThatMakesADotSegmentIsUnsuitable(String template, String value) {
		set("a", '"' + value + '"');
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> path(template))
			.withMessageContaining("'.' or '..' segment");
	}

	@Test
	void valueWithDotsIsNot() {
		set("a", "\"..\"");
		assertThat(path("/x/{a}.")).isEqualTo("/x/...");
		assertThat(path("/x/v{a}/100%25")).isEqualTo("/x/v../100%25");
	}

	@Test
	void valueCompletesNoPercentEncoding() {
		set("a", "\"2e\"");
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> path("/x%25{a}"))
			.withMessageContaining("percent-encoded already");
		set("a", "\"%\"");
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> path("/x{a}2F"));
		assertThat(path("/x{a}/y")).isEqualTo("/x%25/y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\\r\\nSet-Cookie: x", "\\u0000", "\\u007f", "a\\nb" })
	void controlCharactersAreUnsuitableInAHeader(String text) {
		set("a", '"' + text + '"');
		assertUnsuitable("{a}", Place.HEADER, "control character");
		set("a", "[\"" + text + "\"]");
		assertUnsuitable("{a}", Place.HEADER, "control character");
	}

	@Test
	void elementWithACommaIsUnsuitableInAHeader() {
		set("a", "[\"a,b\", \"c\"]");
		assertUnsuitable("{a}", Place.HEADER, "comma");
	}

	@Test
	void halfACharacterIsUnsuitable() {
		set("a", "\"\\ud800\"");
		for (Place place : Place.values()) {
			assertUnsuitable("/{a}", place, "half a character");
		}
	}

	@Test
	void expandedTextHasALimit() {
		set("a", '"' + "a".repeat(16_383) + '"');
		assertThat(path("/{a}")).hasSize(16_384);
		assertUnsuitable("/x{a}", Place.PATH, "more than 16384 characters");
		set("a", "[" + "\"ä\",".repeat(5000) + "1]");
		assertUnsuitable("{a}", Place.QUERY, "more than 16384 characters");
	}

	@Test
	void messageDoesNotTellTheValue() {
		set("a", "\"secret/token\"");
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> path("/{a}"))
			.withMessage("'{a}' has a '/', which would change the path");
	}

	@Test
	void templatesAreEqualByText() {
		assertThat(ValueTemplate.ofPath("/a/{b}")).isEqualTo(ValueTemplate.ofPath("/a/{b}"))
			.hasSameHashCodeAs(ValueTemplate.ofPath("/a/{b}"))
			.isNotEqualTo(ValueTemplate.ofPath("/a/{c}"))
			.hasToString("/a/{b}");
	}

	private void set(String name, String json) {
		this.nodes.put(name, new PartBody(64, 2_000_000).parse(json));
	}

	private @Nullable String expandNode(JsonNode node) {
		this.nodes.put("a", node);
		return expand("{a}", Place.QUERY);
	}

	private @Nullable String path(String template) {
		return ValueTemplate.ofPath(template).expand(this.values, Place.PATH);
	}

	private @Nullable String expand(String template, Place place) {
		return ValueTemplate.of(template).expand(this.values, place);
	}

	private void assertUnsuitable(String template, Place place, String message) {
		assertThatExceptionOfType(UnsuitableValueException.class).isThrownBy(() -> expand(template, place))
			.withMessageContaining(message);
	}

}
