package io.embeddedgateway.transform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseEdits}.
 */
class ResponseEditsTests {

	private final ResponseTransform none = ResponseTransform.none();

	private NettyDataBuffer buffer;

	@BeforeEach
	void allocate() {
		this.buffer = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT).allocateBuffer(16);
		this.buffer.write("hello", StandardCharsets.US_ASCII);
	}

	@AfterEach
	void everyBufferIsReleased() {
		assertThat(this.buffer.getNativeBuffer().refCnt()).isZero();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "204,-", "304,-", "205,0" })
	void statusThatForbidsABodyDiscardsIt(int status, @Nullable String length) {
		GatewayResponse response = TransformRun.received(this.none.withStatus(status), response(200));
		assertThat(response.status().value()).isEqualTo(status);
		assertThat(this.buffer.getNativeBuffer().refCnt()).isZero();
		assertThat(response.headers().containsHeader(HttpHeaders.CONTENT_TYPE)).isFalse();
		assertThat(response.headers().getFirst(HttpHeaders.CONTENT_LENGTH)).isEqualTo(length);
		assertThat(response.headers().getETag()).isEqualTo("\"7\"");
		assertThat(read(response)).isEmpty();
	}

	@Test
	void otherStatusKeepsTheBody() {
		GatewayResponse response = TransformRun.received(this.none.withStatus(202), response(200));
		assertThat(response.status().value()).isEqualTo(202);
		assertThat(response.headers().getContentLength()).isEqualTo(5);
		assertThat(read(response)).isEqualTo("hello");
	}

	@ParameterizedTest
	@CsvSource({ "204", "304" })
	void bodyThatNeverWasIsNotPromised(int status) {
		GatewayResponse empty = response(status).withBody((body) -> Flux.empty());
		GatewayResponse response = TransformRun.received(this.none.withStatus(200), empty);
		assertThat(response.status().value()).isEqualTo(200);
		assertThat(response.headers().getContentLength()).isZero();
		this.buffer.release();
	}

	@Test
	void switchingProtocolsKeepsItsStatus() {
		GatewayResponse response = TransformRun.received(this.none.withStatus(200).withHeader("X-A", "a"),
				response(101));
		assertThat(response.status().value()).isEqualTo(101);
		assertThat(response.headers().getFirst("X-A")).isEqualTo("a");
		assertThat(read(response)).isEqualTo("hello");
	}

	@Test
	void headersAreRemovedSetAndAdded() {
		ResponseTransform transform = this.none.withoutHeaders("Server", "X-Debug-*")
			.withHeader("X-Order", "{id}")
			.withHeader("X-Tenant", "{claim.tenant}")
			.withAddedHeader("Vary", "Accept");
		GatewayResponse response = response(200).withHeaders((headers) -> TransformRun.add(headers, "server", "x",
				"X-Debug-Sql", "x", "X-Order", "x", "X-Order", "y", "X-Tenant", "z", "Vary", "Origin"));
		GatewayRequest request = TransformRun.get("/orders/7");
		HttpHeaders headers = TransformRun.received(transform, request, response).headers();
		assertThat(headers.headerNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length", "ETag", "X-Order",
				"Vary");
		assertThat(headers.get("X-Order")).containsExactly("7");
		assertThat(headers.get("Vary")).containsExactly("Origin", "Accept");
		assertThat(response.headers().get("X-Order")).containsExactly("x", "y");
		assertThat(read(response)).isEqualTo("hello");
	}

	@Test
	void headersOfTheNewStatusAreSetAfterThoseOfTheBodyAreGone() {
		GatewayResponse response = TransformRun
			.received(this.none.withStatus(304).withHeader("Content-Type", "text/css"), response(200));
		assertThat(response.headers().getFirst("Content-Type")).isEqualTo("text/css");
	}

	@Test
	void badValueRefusesTheRequestBeforeTheTargetIsAsked() {
		GatewayFilter filter = TransformRun.filter(TransformPolicy.of(this.none.withHeader("X-A", "{query.x}")));
		TransformRun.assertRefused(
				filter.filter(TransformRun.exchange(TransformRun.get("/orders/7?x=%0d%0a")),
						TransformRun::mustNotBeAsked),
				"A value of the request has characters that a header can't hold.");
		this.buffer.release();
	}

	@Test
	void requestIsPassedOnAsItIs() {
		GatewayFilter filter = TransformRun.filter(TransformPolicy.of(this.none.withStatus(202)));
		GatewayExchange exchange = TransformRun.exchange(GatewayRequest.of(HttpMethod.GET, "/orders/7"));
		TransformRun.value(filter.filter(exchange, (passed) -> {
			assertThat(passed).isSameAs(exchange);
			return Mono.just(GatewayResponse.of(HttpStatusCode.valueOf(200)));
		}));
		this.buffer.release();
	}

	@Test
	void bothSidesCanBeChanged() {
		GatewayFilter filter = TransformRun.filter(TransformPolicy.of(RequestTransform.none().withPath("/v1/{id}"),
				this.none.withHeader("X-Was", "{header.X-A}")));
		GatewayResponse response = TransformRun
			.value(filter.filter(TransformRun.exchange(TransformRun.get("/orders/7", "X-A", "a")), (passed) -> {
				assertThat(passed.request().rawPath()).isEqualTo("/v1/7");
				return Mono.just(GatewayResponse.of(HttpStatusCode.valueOf(200)));
			}));
		assertThat(response.headers().get("X-Was")).containsExactly("a");
		this.buffer.release();
	}

	private GatewayResponse response(int status) {
		HttpHeaders headers = new HttpHeaders();
		TransformRun.add(headers, "Content-Type", "text/plain", "Content-Length", "5", "ETag", "\"7\"");
		return new GatewayResponse(HttpStatusCode.valueOf(status), headers, Flux.just(this.buffer));
	}

	private static String read(GatewayResponse response) {
		List<DataBuffer> buffers = new ArrayList<>();
		StepVerifier.create(response.body())
			.recordWith(() -> buffers)
			.thenConsumeWhile((buffer) -> true)
			.expectComplete()
			.verify(TransformRun.PATIENCE);
		StringBuilder text = new StringBuilder();
		buffers.forEach((buffer) -> {
			text.append(buffer.toString(StandardCharsets.US_ASCII));
			((NettyDataBuffer) buffer).release();
		});
		return text.toString();
	}

}
