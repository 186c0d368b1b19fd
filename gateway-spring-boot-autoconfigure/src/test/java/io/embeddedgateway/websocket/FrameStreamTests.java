package io.embeddedgateway.websocket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames of the gateway between those of others.
 */
class FrameStreamTests {

	private static final String PING = RawWebSockets.bytes(0x89, 0);

	private static final String SHORT = RawWebSockets.bytes(0x81, 2) + "hi";

	private static final String MASKED = RawWebSockets.bytes(0x81, 0x82, 1, 2, 3, 4) + "hi";

	private static final String MEDIUM = RawWebSockets.bytes(0x82, 126, 1, 0) + "m".repeat(256);

	private static final String LONG = RawWebSockets.bytes(0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70)
			+ "l".repeat(70_000);

	private static final String CLOSE = RawWebSockets.bytes(0x88, 0);

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String text(DataBuffer buffer) {
		return buffer.toString(StandardCharsets.ISO_8859_1);
	}

	@Test
	void framesOfAnyKindInPiecesOfAnySizePassAsTheyAreWithPingsBetween() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		List<String> frames = List.of(SHORT, MEDIUM, MASKED, LONG, SHORT, SHORT, MASKED, MEDIUM);
		String all = String.join("", frames);
		TestPublisher<DataBuffer> source = TestPublisher.create();
		FrameStream stream = new FrameStream(source.flux(), Direction.TO_CLIENT);
		List<String> received = new ArrayList<>();
		stream.map(FrameStreamTests::text).subscribe(received::add);
		// Chance alone may have none
		stream.ping();
		for (int start = 0; start < all.length();) {
			int end = Math.min(all.length(), start + 1 + random.nextInt(random.nextBoolean() ? 3 : 30_000));
			if (random.nextInt(3) == 0) {
				stream.ping();
			}
			source.next(buffer(all.substring(start, end)));
			start = end;
		}
		List<String> apart = split(String.join("", received));
		assertThat(apart.stream().filter((frame) -> !frame.equals(PING)).toList()).as("seed " + seed).isEqualTo(frames);
		assertThat(apart).as("seed " + seed).contains(PING);
	}

	private static List<String> split(String bytes) {
		List<String> frames = new ArrayList<>();
		for (int start = 0; start < bytes.length();) {
			int length = bytes.charAt(start + 1) & 0x7f;
			int header = 2 + (((bytes.charAt(start + 1) & 0x80) != 0) ? 4 : 0);
			if (length == 126) {
				length = (bytes.charAt(start + 2) << 8) + bytes.charAt(start + 3);
				header += 2;
			}
			else if (length == 127) {
				length = (bytes.charAt(start + 7) << 16) + (bytes.charAt(start + 8) << 8) + bytes.charAt(start + 9);
				header += 8;
			}
			frames.add(bytes.substring(start, start + header + length));
			start += header + length;
		}
		return frames;
	}

	@Test
	void closeWaitsForTheEndOfTheFrameAndNothingFollows() {
		TestPublisher<DataBuffer> source = TestPublisher.create();
		FrameStream stream = new FrameStream(source.flux(), Direction.TO_INSTANCE);
		StepVerifier.create(stream.map(FrameStreamTests::text))
			.then(() -> source.next(buffer(SHORT.substring(0, 3))))
			.expectNext(SHORT.substring(0, 3))
			.then(stream::close)
			.then(() -> source.next(buffer("i" + SHORT)))
			.expectNext("i" + RawWebSockets.GOING_AWAY_MASKED)
			.then(() -> source.next(buffer(SHORT)))
			.then(source::complete)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void nothingIsSentThatNobodyAskedFor() {
		TestPublisher<DataBuffer> source = TestPublisher.create();
		FrameStream stream = new FrameStream(source.flux(), Direction.TO_CLIENT);
		StepVerifier.create(stream.map(FrameStreamTests::text), 0)
			.then(stream::ping)
			.expectNoEvent(Duration.ofMillis(100))
			.thenRequest(1)
			.expectNext(PING)
			.then(() -> source.next(buffer(SHORT)))
			.expectNoEvent(Duration.ofMillis(100))
			.thenRequest(1)
			.expectNext(SHORT)
			.thenCancel()
			.verify(Duration.ofSeconds(10));
		source.assertCancelled();
	}

	@Test
	void nothingFollowsACloseFrameOfTheOtherSide() {
		FrameStream stream = new FrameStream(Flux.concat(Flux.just(buffer(CLOSE)), Flux.never()), Direction.TO_CLIENT);
		StepVerifier.create(stream.map(FrameStreamTests::text))
			.expectNext(CLOSE)
			.then(stream::ping)
			.then(stream::close)
			.expectNoEvent(Duration.ofMillis(100))
			.then(stream::end)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void clientIsToldWhenTheInstanceFailsAndTheInstanceSeesTheClientFail() {
		Flux<DataBuffer> failing = Flux.concat(Flux.just(buffer(SHORT)), Flux.error(new IllegalStateException("gone")));
		StepVerifier.create(new FrameStream(failing, Direction.TO_CLIENT).map(FrameStreamTests::text))
			.expectNext(SHORT, RawWebSockets.GOING_AWAY)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		Flux<DataBuffer> broken = Flux.concat(Flux.just(buffer(SHORT)), Flux.error(new IllegalStateException("gone")));
		StepVerifier.create(new FrameStream(broken, Direction.TO_INSTANCE).map(FrameStreamTests::text))
			.expectNext(SHORT)
			.expectErrorMessage("gone")
			.verify(Duration.ofSeconds(10));
	}

}
