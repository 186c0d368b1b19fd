package io.embeddedgateway.resilience;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class TimedBodyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

	private final AtomicBoolean ended = new AtomicBoolean();

	@Test
	void bodyThatIsBrokenOffBeforeItIsReadIsCancelled() {
		TestPublisher<DataBuffer> source = TestPublisher.create();
		TimedBody body = new TimedBody(source.flux(), () -> this.ended.set(true));
		body.breakOff(new IllegalStateException("late"));
		StepVerifier.create(body).expectErrorMessage("late").verify(PATIENCE);
		source.assertCancelled();
	}

	@Test
	void bodyThatWasReadCanNotBeBrokenOff() {
		TimedBody body = new TimedBody(Flux.just(buffer(), buffer(), buffer()), () -> this.ended.set(true));
		StepVerifier.create(body.doOnNext(DataBufferUtils::release))
			.expectNextCount(3)
			.expectComplete()
			.verify(PATIENCE);
		body.breakOff(new IllegalStateException("late"));
		assertThat(this.ended).isTrue();
	}

	@Test
	void bodyThatIsGivenUpStopsTheTimer() {
		TestPublisher<DataBuffer> source = TestPublisher.create();
		StepVerifier.create(new TimedBody(source.flux(), () -> this.ended.set(true))).thenCancel().verify(PATIENCE);
		source.assertCancelled();
		assertThat(this.ended).isTrue();
	}

	@RepeatedTest(200)
	void whatComesWhileTheBodyIsBrokenOffIsPassedOnOrReleased() {
		TimedBody body = new TimedBody(Flux.never(), () -> this.ended.set(true));
		DataBuffer racing = buffer();
		ByteBuf bytes = NettyDataBufferFactory.toByteBuf(racing);
		CountDownLatch ready = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Thread breaking = new Thread(() -> {
			ready.countDown();
			body.breakOff(new IllegalStateException("late"));
			done.countDown();
		});
		StepVerifier.create(body.doOnNext(DataBufferUtils::release)).then(() -> {
			breaking.start();
			awaitQuietly(ready);
			body.onNext(racing);
			awaitQuietly(done);
		}).thenConsumeWhile((buffer) -> true).expectErrorMessage("late").verify(PATIENCE);
		assertThat(bytes.refCnt()).isZero();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static DataBuffer buffer() {
		return BUFFERS.wrap(ByteBufAllocator.DEFAULT.buffer().writeByte(1));
	}

}
