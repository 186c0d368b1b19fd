package io.embeddedgateway.transform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for changes of the method.
 */
class MethodTransformTests {

	private final RequestTransform none = RequestTransform.none();

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void bodyIsDroppedWithItsHeadersWhereTheMethodTakesNone(String method) {
		GatewayRequest request = TransformRun.sent(this.none.withMethod(HttpMethod.valueOf(method)), post());
		assertThat(request.method().name()).isEqualTo(method);
		assertThat(request.hasBody()).isFalse();
		assertThat(request.headers().headerNames()).containsExactly("X-A");
	}

	@Test
	void bodyIsKeptWithOtherMethods() {
		GatewayRequest post = post();
		GatewayRequest request = TransformRun.sent(this.none.withMethod(HttpMethod.PUT), post);
		assertThat(request.method()).isEqualTo(HttpMethod.PUT);
		assertThat(request.hasBody()).isTrue();
		assertThat(request.body()).isSameAs(post.body());
		assertThat(request.headers()).isSameAs(post.headers());
	}

	@Test
	void requestThatHasTheMethodAlreadyKeepsItsBody() {
		GatewayRequest request = TransformRun.sent(this.none.withMethod(HttpMethod.GET),
				post().withMethod(HttpMethod.GET));
		assertThat(request.hasBody()).isTrue();
		assertThat(request.headers().containsHeader(HttpHeaders.CONTENT_LENGTH)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "200,0", "404,0", "304,-", "204,-" })
	void answerToHeadDoesNotPromiseABodyToOthers(int status, String length) {
		GatewayResponse response = answer(this.none.withMethod(HttpMethod.HEAD), post(), status);
		assertThat(response.headers().getFirst(HttpHeaders.CONTENT_LENGTH)).isEqualTo(length);
		assertThat(response.headers().getETag()).isEqualTo("\"7\"");
	}

	@Test
	void answerToTheHeadOfTheClientKeepsItsLength() {
		GatewayRequest head = GatewayRequest.of(HttpMethod.HEAD, "/orders/7");
		GatewayResponse response = answer(this.none.withMethod(HttpMethod.HEAD), head, 200);
		assertThat(response.headers().getContentLength()).isEqualTo(99);
		assertThat(answer(this.none.withMethod(HttpMethod.PUT), post(), 200).headers().getContentLength())
			.isEqualTo(99);
	}

	private static GatewayResponse answer(RequestTransform transform, GatewayRequest request, int status) {
		GatewayFilter filter = TransformRun.filter(TransformPolicy.of(transform));
		GatewayExchange exchange = TransformRun.exchange(request);
		return TransformRun.value(filter.filter(exchange, (changed) -> {
			GatewayResponse response = GatewayResponse.of(HttpStatusCode.valueOf(status)).withHeaders((headers) -> {
				headers.setContentLength(99);
				headers.setETag("\"7\"");
			});
			return Mono.just(response);
		}));
	}

	private static GatewayRequest post() {
		DataBuffer body = DefaultDataBufferFactory.sharedInstance.wrap(new byte[3]);
		return TransformRun
			.get("/orders/7", "X-A", "a", "Content-Length", "3", "Content-Type", "text/plain", "Content-Encoding",
					"gzip", "Content-Language", "en", "Expect", "100-continue", "Transfer-Encoding", "chunked",
					"Trailer", "X-B", "Digest", "x", "Content-Digest", "x")
			.withMethod(HttpMethod.POST)
			.withBody(Flux.just(body));
	}

}
