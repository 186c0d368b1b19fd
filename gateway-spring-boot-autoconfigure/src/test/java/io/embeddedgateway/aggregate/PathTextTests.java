package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.embeddedgateway.Template.Place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PathText}.
 */
class PathTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "//", "/a/", "/...", "/.a/a./b..c", "/{a}.{b}", "/.{a}", "/a%20b%C3%A4", "/100%25",
			"/a:b@c=d,e+f&g!$'()*~_-", "/%7Ba%7D" })
	void pathIsAccepted(String text) {
		assertThat(ValueTemplate.ofPath(text)).hasToString(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			orders        | does not begin with a slash
			{a}/x         | does not begin with a slash
			/a?b=c        | Write its parameters under 'query'
			/a#b          | Write '%23'
			/a b          | like '%20'
			/ä            | like '%20'
			/a%2          | like '%20'
			/a%zz         | like '%20'
			/a%{a}        | like '%20'
			/a%2{a}       | like '%20'
			/a/../b       | '.' or '..' segment
			/./b          | '.' or '..' segment
			/..           | '.' or '..' segment
			/a%2e         | two ways
			/a%2Fb        | two ways
			/a%5cb        | two ways
			/a%252eb      | encoded twice
			/a%2525b      | encoded twice
			/a%00b        | two ways
			/a;b=c        | two ways
			/a\\b         | two ways
			/a{{b         | like '%20'
			/a"b          | like '%20'
			""")
	void pathThatIsNoneIsRefused(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ValueTemplate.ofPath(text))
			.withMessageStartingWith("'" + text + "' is no path: it ")
			.withMessageContaining(message);
	}

	@RepeatedTest(20)
	void anyValueStaysWithinItsSegment(RepetitionInfo repetition) {
		int seed = repetition.getCurrentRepetition();
		Random random = new Random(seed);
		for (int i = 0; i < 200; i++) {
			StringBuilder value = new StringBuilder();
			for (int length = random.nextInt(6); length >= 0; length--) {
				value.appendCodePoint(random.nextBoolean() ? "%./\\?#;2eF".charAt(random.nextInt(10))
						: random.nextInt(random.nextBoolean() ? 0x80 : 0xd800));
			}
			JsonNode node = JsonNodeFactory.instance.stringNode(value.toString());
			try {
				String path = ValueTemplate.ofPath("/x/{a}/y").expand((reference) -> node, Place.PATH);
				assertThat(path).as("seed %s", seed).startsWith("/x/").endsWith("/y").matches("[!-~]+");
				String segment = path.substring(3, path.length() - 2);
				assertThat(segment).as("seed %s", seed).doesNotContain("/", "?", "#", ";", "\\").isNotIn(".", "..");
				assertThat(UriUtils.decode(segment, StandardCharsets.UTF_8)).as("seed %s", seed)
					.isEqualTo(value.toString());
			}
			catch (UnsuitableValueException ex) {
				assertThat(value.toString()).as("seed %s", seed)
					.containsPattern("[/\\\\%\\p{Cntrl}\u0080-\u009f]|^\\.\\.?$");
			}
		}
	}

}
