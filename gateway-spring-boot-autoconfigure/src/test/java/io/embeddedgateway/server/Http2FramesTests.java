package io.embeddedgateway.server;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class Http2FramesTests {

	private static final long PERIOD = Duration.ofSeconds(30).toNanos();

	private final Http2Frames frames = new Http2Frames(10, PERIOD, 0);

	@ParameterizedTest
	@ValueSource(bytes = { Http2FrameTypes.DATA, Http2FrameTypes.PRIORITY, Http2FrameTypes.RST_STREAM,
			Http2FrameTypes.SETTINGS, Http2FrameTypes.PING, Http2FrameTypes.WINDOW_UPDATE, Http2FrameTypes.CONTINUATION,
			0x10 })
	void framesThatCarryNothingAreCounted(byte type) {
		receive(10, type, 0, 0);
		assertThat(this.frames.isSpent()).isFalse();
		receive(1, type, 0, 0);
		assertThat(this.frames.isSpent()).isTrue();
		assertThat(this.frames.areTooMany(1)).isTrue();
	}

	@Test
	void bodiesAndRequestsAreFree() {
		receive(100, Http2FrameTypes.DATA, 0, 1);
		receive(100, Http2FrameTypes.HEADERS, 0x5, 20);
		assertThat(this.frames.isSpent()).isFalse();
	}

	@Test
	void requestsAndWhatIsSentCallForFrames() {
		receive(1, Http2FrameTypes.HEADERS, 0x5, 20);
		this.frames.sent(1000);
		this.frames.sent(2072);
		receive(15, Http2FrameTypes.WINDOW_UPDATE, 0, 4);
		assertThat(this.frames.isSpent()).isFalse();
		receive(1, Http2FrameTypes.WINDOW_UPDATE, 0, 4);
		assertThat(this.frames.isSpent()).isTrue();
	}

	@Test
	void budgetIsRefilledByTimeUpToItsSize() {
		receive(11, Http2FrameTypes.PING, 0, 8);
		assertThat(this.frames.areTooMany(PERIOD / 10)).isFalse();
		receive(1, Http2FrameTypes.PING, 0, 8);
		assertThat(this.frames.areTooMany(PERIOD / 10)).isTrue();
		assertThat(this.frames.areTooMany(PERIOD * 100)).isFalse();
		receive(11, Http2FrameTypes.PING, 0, 8);
		assertThat(this.frames.isSpent()).isTrue();
	}

	@Test
	void framesAreFollowedThroughReadsOfAnySize() {
		ByteBuf bytes = Unpooled.buffer();
		for (int i = 0; i < 11; i++) {
			write(bytes, Http2FrameTypes.PING, 0, 8);
		}
		while (bytes.isReadable()) {
			assertThat(this.frames.isSpent()).isFalse();
			ByteBuf one = bytes.readSlice(1);
			this.frames.received(one, one.readerIndex());
			assertThat(this.frames.isUnfinished()).isEqualTo(bytes.readerIndex() % 17 != 0);
			if (bytes.readerIndex() > 10 * 17 + 8) {
				break;
			}
		}
		assertThat(this.frames.isSpent()).isTrue();
	}

	@Test
	void blockOfHeadersEndsWithItsLastFrame() {
		receive(1, Http2FrameTypes.HEADERS, 0x1, 20);
		assertThat(this.frames.isUnfinished()).isTrue();
		receive(1, Http2FrameTypes.CONTINUATION, 0, 20);
		assertThat(this.frames.isUnfinished()).isTrue();
		assertThat(this.frames.finished()).isZero();
		receive(1, Http2FrameTypes.CONTINUATION, 0x4, 20);
		assertThat(this.frames.isUnfinished()).isFalse();
		assertThat(this.frames.finished()).isEqualTo(1);
	}

	@Test
	void bodyUnderWayIsNotUnfinished() {
		ByteBuf bytes = Unpooled.buffer();
		write(bytes, Http2FrameTypes.DATA, 0, 100);
		this.frames.received(bytes.writerIndex(50), 0);
		assertThat(this.frames.isUnfinished()).isFalse();
	}

	private void receive(int count, int type, int flags, int length) {
		for (int i = 0; i < count; i++) {
			ByteBuf bytes = Unpooled.buffer();
			write(bytes, type, flags, length);
			this.frames.received(bytes, bytes.readerIndex());
		}
	}

	private static void write(ByteBuf bytes, int type, int flags, int length) {
		bytes.writeMedium(length).writeByte(type).writeByte(flags).writeInt(1).writeZero(length);
	}

}
