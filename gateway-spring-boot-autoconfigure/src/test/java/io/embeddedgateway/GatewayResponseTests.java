package io.embeddedgateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatewayResponse}.
 */
class GatewayResponseTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@ParameterizedTest
	@CsvSource({ "200,0", "404,0", "101,-1", "204,-1", "304,-1" })
	void responseWithoutBodySaysSoWhereItMay(int status, long length) {
		GatewayResponse response = GatewayResponse.of(HttpStatusCode.valueOf(status));
		assertThat(response.headers().getContentLength()).isEqualTo(length);
		assertThat(response).hasToString(String.valueOf(status));
		StepVerifier.create(response.body()).expectComplete().verify(PATIENCE);
	}

	@ParameterizedTest
	@CsvSource({ "text/plain,5", "text/plain;charset=ISO-8859-1,4", "application/json,5" })
	void textIsEncodedAsItsTypeSays(String type, int length) {
		GatewayResponse response = GatewayResponse.of(HttpStatus.OK, MediaType.parseMediaType(type), "gönx");
		assertThat(response.headers().getContentType()).hasToString(type);
		assertThat(response.headers().getContentLength()).isEqualTo(length);
		StepVerifier.create(response.body())
			.assertNext((buffer) -> assertThat(buffer.readableByteCount()).isEqualTo(length))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void changesMakeAnotherResponse() {
		GatewayResponse response = GatewayResponse.of(HttpStatus.OK);
		GatewayResponse changed = response.withStatus(HttpStatus.ACCEPTED)
			.withHeaders((headers) -> headers.set("X-A", "a"))
			.withBody((body) -> Flux.never());
		assertThat(changed.status()).isEqualTo(HttpStatus.ACCEPTED);
		assertThat(changed.headers().getFirst("X-A")).isEqualTo("a");
		assertThat(response.status()).isEqualTo(HttpStatus.OK);
		assertThat(response.headers().containsHeader("X-A")).isFalse();
		StepVerifier.create(response.body()).expectComplete().verify(PATIENCE);
	}

	@Test
	void discardingReleasesWhatTheBodyHolds() {
		NettyDataBuffer buffer = buffer();
		discard(Flux.just(buffer));
		assertThat(buffer.getNativeBuffer().refCnt()).isZero();
	}

	@Test
	void discardingReleasesWhatOperatorsHaveQueued() {
		NettyDataBuffer first = buffer();
		NettyDataBuffer second = buffer();
		Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
		body.emitNext(first, Sinks.EmitFailureHandler.FAIL_FAST);
		body.emitNext(second, Sinks.EmitFailureHandler.FAIL_FAST);
		discard(body.asFlux());
		assertThat(first.getNativeBuffer().refCnt()).isZero();
		assertThat(second.getNativeBuffer().refCnt()).isZero();
	}

	@Test
	void discardingCancelsTheBodyWithoutReadingIt() {
		AtomicInteger cancelled = new AtomicInteger();
		AtomicInteger read = new AtomicInteger();
		discard(Flux.<DataBuffer>never()
			.doOnRequest((count) -> read.incrementAndGet())
			.doOnCancel(cancelled::incrementAndGet));
		assertThat(cancelled).hasValue(1);
		assertThat(read).hasValue(0);
	}

	@Test
	void discardingNeverFails() {
		discard(Flux.error(new IllegalStateException("The connection is gone")));
		discard(Flux.defer(() -> {
			throw new IllegalStateException("The connection is gone");
		}));
	}

	private static void discard(Flux<DataBuffer> body) {
		Mono<Void> discarded = new GatewayResponse(HttpStatus.OK, new HttpHeaders(), body).discard();
		StepVerifier.create(discarded).expectComplete().verify(PATIENCE);
	}

	private static NettyDataBuffer buffer() {
		NettyDataBuffer buffer = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT).allocateBuffer(16);
		buffer.write("hello", StandardCharsets.US_ASCII);
		return buffer;
	}

}
