package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.GatewayResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A part that is passed on as it comes.
 */
class StreamedPartTests {

	private final AnsweringServices services = new AnsweringServices();

	@ParameterizedTest
	@ValueSource(ints = { 204, 205, 200 })
	void nothingIsNull(int status) {
		this.services.with("s", (exchange) -> Mono.just(GatewayResponse.of(HttpStatusCode.valueOf(status))));
		assertThat(this.services.body(policy(null))).isEqualTo("{\"list\":null}");
	}

	@Test
	void bodyWithNothingButSpaceIsNull() {
		answer();
		assertThat(this.services.body(policy(null))).isEqualTo("{\"list\":null}");
		answer(" ", "\r\n\t");
		assertThat(this.services.body(policy(null))).isEqualTo("{\"list\": \r\n\tnull}");
	}

	@Test
	void bodyIsTheSameByteForByte() {
		answer(" [1.50", ", \"\u00ef\ufeff", "\"]");
		assertThat(this.services.body(policy(null))).isEqualTo("{\"list\": [1.50, \"\u00ef\ufeff\"]}");
		assertThat(this.services.body(policy("{\"all\": [1, \"{as}\"], \"id\": \"{id}\"}")))
			.isEqualTo("{\"all\":[1, [1.50, \"\u00ef\ufeff\"]],\"id\":\"7\"}");
		assertThat(this.services.body(policy("\"{list}\""))).isEqualTo(" [1.50, \"\u00ef\ufeff\"]");
	}

	@ParameterizedTest
	@CsvSource({ "\ufeff[], ''", "' ', \ufeff[]", "1,' 2'", "[1, ''", "'[1],', 2", "{'', }}" })
	void whatIsNotOneValueBreaksOff(String first, String second) {
		answer(first, second);
		assertBreaksOff();
	}

	@Test
	void textLongerThanAPartMayBeBreaksOff() {
		byte[] some = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
		AtomicInteger sent = new AtomicInteger();
		this.services.with("s", (exchange) -> Mono.just(new GatewayResponse(HttpStatus.OK, new HttpHeaders(),
				Flux.concat(buffer("\""), Flux.range(0, 100_000).map((i) -> {
					sent.incrementAndGet();
					return DefaultDataBufferFactory.sharedInstance.wrap(some.clone());
				})))));
		assertBreaksOff();
		assertThat(sent.get()).isLessThan(500);
	}

	@Test
	void answerCanBeReadOnce() {
		answer("[]");
		GatewayResponse answer = AnsweringServices.ended(this.services.answer(policy(null)));
		assertThat(AnsweringServices.text(answer)).isEqualTo("{\"list\":[]}");
		StepVerifier.create(answer.body()).expectError(IllegalStateException.class).verify(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"t\": \"x {list}\"}", "{\"t\": \"x {as}\"}", "[\"{list}\", \"{list}\"]",
			"[\"{list}\", \"{as}\"]", "[\"{list}\", \"x{list}\"]", "\"{list[0]}\"", "\"{as[0]}\"", "{\"x\": 1}" })
	void shapeHasToHaveItOnceAndAsAWhole(String shape) {
		assertThatExceptionOfType(InvalidAggregateException.class).isThrownBy(() -> this.services.answer(policy(shape)))
			.satisfies((ex) -> assertThat(ex.mistakes()).singleElement()
				.asString()
				.contains("response.shape", "has to stand there once, and as a whole value"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{list}", "{as}", "{as[0]}" })
	void othersCantUseItsValue(String reference) {
		AggregatePolicyBuilder policy = AggregatePolicy.builder()
			.part("list", (part) -> part.service("s").path("/s").as("as").stream())
			.part("b", (part) -> part.service("s").path("/s").query("q", reference));
		assertThatExceptionOfType(InvalidAggregateException.class)
			.isThrownBy(() -> this.services.answer(policy.build()))
			.satisfies((ex) -> assertThat(ex.mistakes()).singleElement()
				.asString()
				.contains("parts.b.query.q", "is passed on as it comes"));
	}

	private void assertBreaksOff() {
		GatewayResponse answer = AnsweringServices.ended(this.services.answer(policy(null)));
		StepVerifier.create(answer.body().map(DataBuffer::readableByteCount).then())
			.expectError(InvalidBodyException.class)
			.verify(Duration.ofSeconds(10));
	}

	private static AggregatePolicy policy(@Nullable String shape) {
		JsonTemplate template = (shape != null) ? JsonTemplate.of(JsonMapper.shared().readTree(shape)) : null;
		return AggregatePolicy.builder()
			.part("list", (part) -> part.service("s").path("/s").as((template != null) ? "as" : "list").stream())
			.answer(new AnswerPolicy(template, ConflictRule.ERROR, null, false, false, null))
			.limits(new AggregateLimits(DataSize.ofKilobytes(100), DataSize.ofKilobytes(100), 64, 1, 1))
			.build();
	}

	private void answer(String... chunks) {
		this.services.with("s", (exchange) -> Mono.just(new GatewayResponse(HttpStatus.OK, new HttpHeaders(),
				Flux.concat(Arrays.stream(chunks).map(StreamedPartTests::buffer).toList()))));
	}

	private static Flux<DataBuffer> buffer(String text) {
		return Flux.defer(
				() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8))));
	}

}
