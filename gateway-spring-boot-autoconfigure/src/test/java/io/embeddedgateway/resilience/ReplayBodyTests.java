package io.embeddedgateway.resilience;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import io.embeddedgateway.GatewayRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayBodyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

	private final TestPublisher<DataBuffer> source = TestPublisher.create();

	@Test
	void bodyThatWasReadInPartIsReadFromItsStart() {
		ReplayBody body = body(this.source.flux(), 100);
		StepVerifier.create(texts(body))
			.then(() -> this.source.next(buffer("one ")).next(buffer("two ")))
			.expectNext("one ", "two ")
			.thenCancel()
			.verify(PATIENCE);
		this.source.assertNotCancelled();
		assertThat(body.isReplayable()).isTrue();
		StepVerifier.create(texts(body))
			.expectNext("one two ")
			.then(() -> this.source.next(buffer("three")).complete())
			.expectNext("three")
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(texts(body)).expectNext("one two three").expectComplete().verify(PATIENCE);
	}

	@Test
	void whatComesBetweenTwoReadersIsForTheSecond() {
		ReplayBody body = body(this.source.flux(), 100);
		BaseSubscriber<String> reader = reading(2, body);
		this.source.next(buffer("one "));
		reader.cancel();
		this.source.next(buffer("two")).complete();
		StepVerifier.create(texts(body), 0)
			.thenRequest(1)
			.expectNext("one ")
			.thenRequest(1)
			.expectNext("two")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void bodyThatIsTooLongPassesButIsNotReadAgain() {
		ReplayBody body = body(Flux.just(buffer("more than "), buffer("ten bytes")), 10);
		StepVerifier.create(texts(body)).expectNext("more than ", "ten bytes").expectComplete().verify(PATIENCE);
		assertThat(body.isReplayable()).isFalse();
		StepVerifier.create(body).expectError(IllegalStateException.class).verify(PATIENCE);
	}

	@Test
	void bodyThatNobodyReadCanBeReadHoweverLong() {
		ReplayBody body = body(this.source.flux(), 0);
		assertThat(body.isReplayable()).isTrue();
		StepVerifier.create(texts(body))
			.then(() -> this.source.next(buffer("one")))
			.expectNext("one")
			.thenCancel()
			.verify(PATIENCE);
		assertThat(body.isReplayable()).isFalse();
		this.source.assertCancelled();
	}

	@Test
	void settledBodyGoesOnToItsReaderAndEndsWithIt() {
		ReplayBody body = body(this.source.flux(), 100);
		StepVerifier.create(texts(body))
			.then(() -> this.source.next(buffer("one ")))
			.expectNext("one ")
			.then(body::settle)
			.then(() -> this.source.next(buffer("two ")))
			.expectNext("two ")
			.thenCancel()
			.verify(PATIENCE);
		this.source.assertCancelled();
	}

	@Test
	void bodyThatIsSettledWithoutAReaderIsReleasedAndEnds() {
		ReplayBody body = body(this.source.flux(), 100);
		BaseSubscriber<String> reader = reading(2, body);
		this.source.next(buffer("one "));
		reader.cancel();
		ByteBuf unread = NettyDataBufferFactory.toByteBuf(buffer("two "));
		this.source.next(BUFFERS.wrap(unread));
		body.settle();
		this.source.assertCancelled();
		assertThat(unread.refCnt()).isZero();
	}

	@Test
	void bodyThatBreaksOffDoesSoForEachReader() {
		ReplayBody body = body(Flux.just(buffer("one ")).concatWith(Flux.error(new IllegalStateException("gone"))),
				100);
		for (int i = 0; i < 2; i++) {
			StepVerifier.create(texts(body)).expectNext("one ").expectErrorMessage("gone").verify(PATIENCE);
		}
	}

	private static BaseSubscriber<String> reading(int count, ReplayBody body) {
		BaseSubscriber<String> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(count);
			}

		};
		texts(body).subscribe(reader);
		return reader;
	}

	private static Flux<String> texts(ReplayBody body) {
		return body.map((buffer) -> {
			String text = buffer.toString(StandardCharsets.UTF_8);
			DataBufferUtils.release(buffer);
			return text;
		});
	}

	private static ReplayBody body(Flux<DataBuffer> source, long max) {
		@Nullable ReplayBody body = ReplayBody.of(new GatewayRequest(HttpMethod.POST, "/", null, new HttpHeaders(), source),
				DataSize.ofBytes(max));
		assertThat(body).isNotNull();
		return body;
	}

	private static DataBuffer buffer(String text) {
		ByteBuf bytes = ByteBufAllocator.DEFAULT.buffer();
		bytes.writeCharSequence(text, StandardCharsets.UTF_8);
		return BUFFERS.wrap(bytes);
	}

}
