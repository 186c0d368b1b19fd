package io.embeddedgateway.aggregate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PartBody}.
 */
class PartBodyTests {

	private static final LongConsumer UNMEASURED = (memory) -> {
	};

	private final PartBody json = new PartBody(64, 2_000_000);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			1.50                               | 1.50
			0.1000000000000000055511151231     | 0.1000000000000000055511151231
			9007199254740993                   | 9007199254740993
			123456789012345678901234567890     | 123456789012345678901234567890
			-0.000                             | 0.000
			1e3                                | 1E+3
			1E-400                             | 1E-400
			1.0e+999999999                     | 1.0E+999999999
			{"b":1,"a":[null,true,"\\u00e4😀"]} | {"b":1,"a":[null,true,"ä😀"]}
			"\\ud800"                          | "\\uD800"
			[]                                 | []
			null                               | null
			""")
	void valuesAreExact(String text, String expected) {
		byte[] written = this.json.write(this.json.parse(text));
		assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\r\n\t " })
	void emptyBodyIsNull(String text) {
		assertThat(this.json.parse(text).isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE" })
	void encodingIsFound(String charset) {
		byte[] body = "{\"ä\":\"€😀\"}".getBytes(Charset.forName(charset));
		assertThat(this.json.parse(body, body.length, UNMEASURED)).hasToString("{\"ä\":\"€😀\"}");
	}

	@Test
	void byteOrderMarkIsSkipped() {
		assertThat(this.json.parse("\ufeff{\"a\":1}")).hasToString("{\"a\":1}");
	}

	@Test
	void onlyTheLengthOfTheBodyIsRead() {
		assertThat(this.json.parse("123456".getBytes(StandardCharsets.US_ASCII), 3, UNMEASURED)).hasToString("123");
		assertThat(this.json.parse(new byte[0], 0, UNMEASURED).isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"secret\":1,\"secret\":2}", "{\"x\":{\"secret\":1,\"b\":1,\"secret\":2}}", "1 2",
			"{} {}", "[1],", "NaN", "-Infinity", "+1", "01", ".5", "1.", "'secret'", "{secret:1}", "[1,]", "{\"a\":1,}",
			"secret", "nul", "\"secret", "\"a\u0000secret\"", "{\"a\"", "[", "// c\n1", "/* */1", "\"\\x\"", "\u00a01",
			"1e2147483648", "[1e-99999999999]", "\"\\ud800\": 1", "{\"\\ud800\":1}", "<html>secret</html>" })
	void whatIsNotJsonIsRefusedWithoutTellingIt(String text) {
		assertInvalid(this.json, text);
	}

	@Test
	void brokenUtf8IsRefused() {
		byte[][] bodies = { { '"', (byte) 0xc3, '(', '"' }, { '"', (byte) 0xff, '"' }, { (byte) 0xc3, 0x28 },
				{ '"', (byte) 0xe2, (byte) 0x82, '"' } };
		for (byte[] body : bodies) {
			assertThatExceptionOfType(InvalidBodyException.class)
				.isThrownBy(() -> this.json.parse(body, body.length, UNMEASURED));
		}
	}

	@Test
	void numberOfMoreThanThousandDigitsIsRefused() {
		assertThat(this.json.parse("9".repeat(1000)).isBigInteger()).isTrue();
		assertInvalid(this.json, "9".repeat(1001));
		assertInvalid(this.json, "0." + "9".repeat(1_000_000));
	}

	@Test
	void depthHasALimit() {
		PartBody shallow = new PartBody(3, 2_000_000);
		assertThat(shallow.parse("[{\"a\":[1]}]")).hasToString("[{\"a\":[1]}]");
		assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> shallow.parse("[{\"a\":[[1]]}]"))
			.withMessageContaining("deeper than 3 levels");
		assertInvalid(new PartBody(1000, 2_000_000), "[".repeat(1_000_000));
		String deep = "[".repeat(1000) + "]".repeat(1000);
		assertThat(new PartBody(1000, 2_000_000).write(new PartBody(1000, 2_000_000).parse(deep))).hasSize(2000);
	}

	@Test
	void writtenValueMayBeDeeperThanParts() {
		JsonNode value = new PartBody(1000, 2_000_000).parse("[".repeat(1000) + "]".repeat(1000));
		for (int i = 0; i < 100; i++) {
			value = JsonNodeFactory.instance.arrayNode().add(value);
		}
		assertThat(new PartBody(1000, 2_000_000).write(value)).hasSize(2200);
		JsonNode deep = value;
		assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> new PartBody(64, 2_000_000).write(deep));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			7                       | 24
			1.5                     | 64
			"a"                     | 64
			null                    | 4
			[]                      | 104
			[true, 7]               | 132
			{}                      | 160
			{"a": {"b": "x"}}       | 480
			""")
	void memoryOfTheTreeIsTold(String text, long expected) {
		AtomicLong memory = new AtomicLong();
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		this.json.parse(body, body.length, memory::set);
		assertThat(memory).hasValue(expected);
	}

	@Test
	void memoryIsToldBeforeItIsTaken() {
		byte[] body = ("[" + "{},".repeat(100_000) + "{}]").getBytes(StandardCharsets.UTF_8);
		AtomicLong memory = new AtomicLong();
		assertThatExceptionOfType(BodyTooLargeException.class)
			.isThrownBy(() -> this.json.parse(body, body.length, (taken) -> {
				memory.set(taken);
				if (taken > 100_000) {
					throw new BodyTooLargeException(1);
				}
			}));
		assertThat(memory.get()).isBetween(100_000L, 110_000L);
	}

	private static void assertInvalid(PartBody json, String text) {
		assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> json.parse(text)).satisfies((ex) -> {
			assertThat(ex.getMessage()).startsWith("the body ").doesNotContain("secret").hasSizeLessThan(150);
			assertThat(ex.getCause()).isNull();
		});
	}

}
