package io.embeddedgateway.aggregate;

import java.nio.ByteBuffer;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.async.ByteArrayFeeder;

/**
 * Checks JSON that is passed on as it comes, so that what stands around it can't be
 * changed by it: it has to be one value, and a whole one.
 */
final class StreamedJson {

	private static final byte BYTE_ORDER_MARK = (byte) 0xef;

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private final JsonParser parser;

	private final ByteArrayFeeder feeder;

	private int depth;

	private boolean begun;

	private boolean blank = true;

	StreamedJson(JsonParser parser) {
		this.parser = parser;
		this.feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
	}

	/**
	 * Check the next bytes.
	 * @param buffer the bytes; released if they are wrong
	 * @return the same bytes
	 * @throws InvalidBodyException if they are no proper continuation
	 */
	DataBuffer check(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.toByteBuffer(buffer.readPosition(), ByteBuffer.wrap(bytes), 0, bytes.length);
			begin(bytes);
			this.feeder.feedInput(bytes, 0, bytes.length);
			read();
			return buffer;
		}
		catch (JacksonException | InvalidBodyException ex) {
			DataBufferUtils.release(buffer);
			throw new InvalidBodyException("it is no proper JSON");
		}
	}

	// The parser takes a byte order mark, which only a whole body may have
	private void begin(byte[] bytes) {
		for (int i = 0; i < bytes.length && this.blank; i++) {
			this.blank = bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n';
			if (!this.blank && bytes[i] == BYTE_ORDER_MARK) {
				throw new InvalidBodyException("it begins with a byte order mark");
			}
		}
	}

	/**
	 * Check that it is whole.
	 * @return what is to be added: JSON null if there was nothing
	 * @throws InvalidBodyException if something is missing
	 */
	Flux<DataBuffer> end() {
		if (this.blank) {
			return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(NULL.clone()));
		}
		try {
			this.feeder.endOfInput();
			read();
		}
		catch (JacksonException ex) {
			throw new InvalidBodyException("it is no proper JSON");
		}
		if (!this.begun || this.depth != 0) {
			throw new InvalidBodyException("it is no whole JSON");
		}
		return Flux.empty();
	}

	/**
	 * Give back the buffers of the parser. Not for those who cancel: somebody else could
	 * still be checking bytes with them.
	 */
	void close() {
		this.parser.close();
	}

	private void read() {
		JsonToken token = this.parser.nextToken();
		while (token != null && token != JsonToken.NOT_AVAILABLE) {
			if (this.depth == 0) {
				if (this.begun) {
					throw new InvalidBodyException("it is more than one value");
				}
				this.begun = true;
			}
			if (token.isStructStart()) {
				this.depth++;
			}
			else if (token.isStructEnd()) {
				this.depth--;
			}
			token = this.parser.nextToken();
		}
	}

}
