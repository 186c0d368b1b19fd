package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads and writes JSON bodies (RFC 8259). Numbers keep their value and their trailing
 * zeros, however large they are, up to 1000 digits; only the sign of a negative zero is
 * lost. What RFC 8259 leaves open is refused: a name that an object has twice, and more
 * than one value. A byte order mark, UTF-16 and UTF-32 are understood.
 */
final class PartBody {

	// What templates, for-each and shapes put around the values of parts
	private static final int AROUND = 256;

	private final JsonFactory factory;

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final int depth;

	/**
	 * Create a reader.
	 * @param depth how deep objects and arrays may be nested
	 * @param text the most bytes of one text
	 */
	PartBody(int depth, int text) {
		this.depth = depth;
		this.factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(depth).maxStringLength(text).build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(2 * depth + AROUND).build())
			.build();
		this.mapper = JsonMapper.builder(this.factory)
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
					DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build();
		this.reader = this.mapper.reader();
	}

	/**
	 * Read a body.
	 * @param body bytes that begin with the body
	 * @param length the length of the body
	 * @param memory is told while it is read how many bytes of memory the value takes
	 * @return the value, JSON null if the body is empty or blank
	 * @throws InvalidBodyException if it is not JSON, is nested too deep, has an object
	 * with the same name twice, or has a name or a number beyond all measure
	 */
	JsonNode parse(byte[] body, int length, LongConsumer memory) {
		try (JsonParser parser = new MeasuredParser(this.mapper.createParser(body, 0, length), memory)) {
			JsonNode node = this.reader.readTree(parser);
			return (node == null || node.isMissingNode()) ? JsonNodeFactory.instance.nullNode() : node;
		}
		catch (JacksonException ex) {
			throw new InvalidBodyException(reason(ex));
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			// Exponents beyond those of BigDecimal are no JacksonException
			throw new InvalidBodyException("the body has a number that is too large or too small");
		}
	}

	/**
	 * A parser that is fed with bytes as they come.
	 * @return the parser, which is to be closed
	 */
	JsonParser incrementalParser() {
		return this.factory.createNonBlockingByteArrayParser(ObjectReadContext.empty());
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @return the value, JSON null if the text is empty or blank
	 * @throws InvalidBodyException as for a body
	 */
	JsonNode parse(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return parse(bytes, bytes.length, (memory) -> {
		});
	}

	/**
	 * Write a body.
	 * @param value the value
	 * @return the JSON text in UTF-8
	 * @throws InvalidBodyException if the value is nested too deep
	 */
	byte[] write(JsonNode value) {
		try {
			return this.mapper.writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new InvalidBodyException("the answer is nested too deep, or is not JSON");
		}
	}

	// Messages of Jackson tell names and tokens
	private String reason(JacksonException ex) {
		if (ex instanceof StreamConstraintsException) {
			return "the body is nested deeper than " + this.depth
					+ " levels, or has a number, a name or a text beyond all measure";
		}
		long offset = ex.getLocation().getByteOffset();
		String place = (offset >= 0) ? " (at byte " + offset + ")" : "";
		if (ex instanceof MismatchedInputException) {
			return "the body has more than one value, or an object with the same name twice" + place;
		}
		return "the body is not valid JSON" + place;
	}

}
