package io.embeddedgateway.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.routing.RouteQuestion.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RouteQuestionTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "orders", "http://host/orders", "/a b", "/a#b", "/a\r\nX: y", "/a\u0000", "/a{b}",
			"/%zz", "/\u00e4" })
	void pathIsOneThatClientsCanSend(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> RouteQuestion.of(HttpMethod.GET, uri));
	}

	@ParameterizedTest
	@ValueSource(strings = { "get", "G T", "CONNECT", "G\r\n" })
	void methodIsOneThatRoutesCanHave(String method) {
		assertThatIllegalArgumentException().isThrownBy(() -> RouteQuestion.of(HttpMethod.valueOf(method), "/a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", ": value", "X A: b", "X-A: b\r\nX-B: c", "X-A: b\n", "X-A: \u0000" })
	void headerIsOneThatClientsCanSend(String header) {
		assertThatIllegalArgumentException().isThrownBy(() -> Header.of(header));
	}

	@Test
	void headerIsReadAsItIsWritten() {
		assertThat(Header.of("X-A: b: c ")).isEqualTo(new Header("X-A", "b: c"));
		assertThat(Header.of("X-A:")).isEqualTo(new Header("X-A", ""));
	}

	@Test
	void addressIsNoName() {
		RouteQuestion question = RouteQuestion.of(HttpMethod.GET, "/a");
		assertThat(question.from("::1").client()).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> question.from("localhost"))
			.withMessageContaining("IP address");
	}

	@Test
	void numberOfHeadersIsBounded() {
		RouteQuestion question = RouteQuestion.of(HttpMethod.GET, "/a");
		for (int i = 0; i < 100; i++) {
			question = question.withHeader("X-" + i, "a");
		}
		RouteQuestion most = question;
		assertThatIllegalArgumentException().isThrownBy(() -> most.withHeader("X", "a"));
	}

	@Test
	void textHasNoSecrets() {
		assertThat(RouteQuestion.of(HttpMethod.GET, "/a?token=b").withHeader("X-Key", "c")).hasToString("GET /a")
			.extracting(RouteQuestion::headers)
			.hasToString("[X-Key]");
	}

}
