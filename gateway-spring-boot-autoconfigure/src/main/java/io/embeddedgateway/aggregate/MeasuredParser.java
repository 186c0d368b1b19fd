package io.embeddedgateway.aggregate;

import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Tells how much memory the tree takes that is made of what is read, while it is read. It
 * is an estimate for Java with compressed pointers; the texts themselves are not counted,
 * since they take about as much as the bytes that are read.
 */
final class MeasuredParser extends JsonParserDelegate {

	// A node, its map and the table of the map
	private static final int OBJECT = 160;

	// A node, its list and the array of the list
	private static final int ARRAY = 104;

	// An entry of a map; names that stand more than once are kept once
	private static final int NAME = 48;

	private static final int TEXT = 64;

	private static final int DECIMAL = 64;

	private static final int INTEGER = 24;

	private static final int CONSTANT = 4;

	private static final int STEP = 8192;

	private final LongConsumer memory;

	private long bytes;

	private long next = STEP;

	/**
	 * Create a parser.
	 * @param parser reads
	 * @param memory is told the bytes of memory every now and then
	 */
	MeasuredParser(JsonParser parser, LongConsumer memory) {
		super(parser);
		this.memory = memory;
	}

	@Override
	public @Nullable JsonToken nextToken() {
		JsonToken token = super.nextToken();
		count(token);
		return token;
	}

	@Override
	public @Nullable String nextName() {
		String name = super.nextName();
		count(currentToken());
		return name;
	}

	@Override
	public @Nullable JsonToken nextValue() {
		throw new UnsupportedOperationException("Would not count the names");
	}

	private void count(@Nullable JsonToken token) {
		if (token == null) {
			this.memory.accept(this.bytes);
			return;
		}
		this.bytes += switch (token) {
			case START_OBJECT -> OBJECT;
			case START_ARRAY -> ARRAY;
			case PROPERTY_NAME -> NAME;
			case VALUE_STRING -> TEXT;
			case VALUE_NUMBER_FLOAT -> DECIMAL;
			case VALUE_NUMBER_INT -> INTEGER;
			case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> CONSTANT;
			default -> 0;
		};
		if (this.bytes >= this.next) {
			this.next = this.bytes + STEP;
			this.memory.accept(this.bytes);
		}
	}

}
