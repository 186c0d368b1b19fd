package io.embeddedgateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link GatewayRequest}.
 */
class GatewayRequestTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "/a%20b//c,-", "/a,x=%7e&y", "/,''", "/a,b?c" })
	void pathAndQueryAreKeptByteForByte(String path, @Nullable String query) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, (query != null) ? path + "?" + query : path);
		assertThat(request.rawPath()).isEqualTo(path);
		assertThat(request.rawQuery()).isEqualTo(query);
		assertThat(request).hasToString("GET " + path);
	}

	@Test
	void pathStartsWithASlash() {
		assertThatIllegalArgumentException().isThrownBy(() -> GatewayRequest.of(HttpMethod.GET, "orders"))
			.withMessage("The path of a request starts with a slash, but was 'orders'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GatewayRequest.of(HttpMethod.GET, "/orders").withPath(""));
	}

	@ParameterizedTest
	@CsvSource({ "a=1,1", "a,''", "a=,''", "x=1&a=2&y=3&a=4,2|4", "%61=1,1", "a=b+c%26d,b c&d", "a=b=c,b=c", "&&a=1&,1",
			"a=%C3%A4,ä", "a=1&b=%zz,1" })
	void queryValuesAreDecoded(String query, String expected) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/").withQuery(query);
		assertThat(request.queryValues("a")).containsExactly(expected.split("\\|", -1));
	}

	@Test
	void absentParameterHasNoValues() {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/");
		assertThat(request.queryValues("a")).isEmpty();
		assertThat(request.withQuery("A=1&aa=2&b=a").queryValues("a")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=%zz", "a=%2", "%=1", "%zz=1" })
	void queryThatIsNotProperlyEncodedIsABadRequest(String query) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/").withQuery(query);
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> request.queryValues("a"))
			.withMessage("The query is not properly encoded.");
	}

	@ParameterizedTest
	@CsvSource({ "a=1,1", "b=2; a=1,1", "a=1;a=2,1|2", "a=\"q\",q", "a=b=c,b=c", "a=,''", "a,", "aa=1; A=2," })
	void cookiesAreReadFromTheirHeader(String header, @Nullable String expected) {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/")
			.withHeaders((headers) -> headers.add("Cookie", header));
		assertThat(request.cookieValues("a"))
			.containsExactly((expected != null) ? expected.split("\\|", -1) : new String[0]);
	}

	@Test
	void cookiesAreReadFromAllHeaders() {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/").withHeaders((headers) -> {
			headers.add("Cookie", "a=1");
			headers.add("cookie", "a=2");
		});
		assertThat(request.cookieValues("a")).containsExactly("1", "2");
	}

	@Test
	void changesMakeAnotherRequest() {
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/a?x=1")
			.withHeaders((headers) -> headers.set("X-A", "a"));
		GatewayRequest changed = request.withMethod(HttpMethod.PUT)
			.withPath("/b")
			.withQuery("y=2")
			.withHeaders((headers) -> headers.set("X-A", "b"))
			.withBody(Flux.empty());
		assertThat(changed).hasToString("PUT /b");
		assertThat(changed.rawQuery()).isEqualTo("y=2");
		assertThat(changed.headers().getFirst("X-A")).isEqualTo("b");
		assertThat(changed.hasBody()).isTrue();
		assertThat(request).hasToString("GET /a");
		assertThat(request.rawQuery()).isEqualTo("x=1");
		assertThat(request.headers().getFirst("X-A")).isEqualTo("a");
		assertThat(request.hasBody()).isFalse();
	}

	@Test
	void bodyIsAStreamThatMayBeMissing() {
		DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(new byte[1]);
		GatewayRequest request = GatewayRequest.of(HttpMethod.POST, "/");
		StepVerifier.create(request.body()).expectComplete().verify(Duration.ofSeconds(10));
		StepVerifier.create(request.withBody(Flux.just(buffer)).body())
			.expectNext(buffer)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(request.withBody(Flux.just(buffer)).withBody(null).hasBody()).isFalse();
	}

}
