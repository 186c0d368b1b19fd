package io.embeddedgateway.aggregate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.GatewayResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartReader}.
 */
class PartReaderTests {

	private static final PartResult JSON = AggregatePolicy.builder()
		.part("a", (part) -> part.service("a").path("/a"))
		.build()
		.parts()
		.get(0)
		.result();

	private final PartReader reader = new PartReader(
			new AggregateLimits(DataSize.ofKilobytes(100), DataSize.ofKilobytes(150), 64, 1, 1));

	private final AtomicLong all = new AtomicLong();

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "`{}`, 30000", "`{\"a\":{}}`, 10000", "`[]`, 30000", "1.5, 25000", "`\"a\"`, 25000" })
	void manySmallValuesAreTooLargeLongBeforeTheirBytes(String element, int count) {
		StepVerifier.create(read("[" + (element + ",").repeat(count) + "1]"))
			.expectError(BodyTooLargeException.class)
			.verify(Duration.ofSeconds(10));
		assertThat(this.all.get()).isLessThan(110_000);
	}

	@Test
	void ordinaryBodyCountsAsItsBytes() {
		String body = "["
				+ ("{\"id\":12345,\"name\":\"Anna Schmidt\",\"email\":\"anna.schmidt@example.org\",\"note\":\""
						+ "x".repeat(100) + "\"},")
					.repeat(100)
				+ "1]";
		StepVerifier.create(read(body)).expectNextCount(1).expectComplete().verify(Duration.ofSeconds(10));
		assertThat(this.all).hasValue(body.length());
	}

	@Test
	void valuesOfAllPartsCountTogether() {
		String body = "[" + "{},".repeat(4000) + "{}]";
		StepVerifier.create(read(body)).expectNextCount(1).expectComplete().verify(Duration.ofSeconds(10));
		assertThat(this.all.get()).isBetween(80_000L, 82_000L);
		StepVerifier.create(read(body)).expectError(BodyTooLargeException.class).verify(Duration.ofSeconds(10));
	}

	@Test
	void onlyHeadersThatTheAnswerNeedsAreKept() {
		GatewayResponse response = GatewayResponse.of(HttpStatus.OK, MediaType.APPLICATION_JSON, "{}")
			.withHeaders((headers) -> {
				headers.set("Cache-Control", "max-age=60");
				headers.set("Expires", "0");
				headers.set("Date", "Mon, 23 Nov 2026 00:00:00 GMT");
				headers.set("Age", "1");
				headers.add("Vary", "Accept");
				headers.add("Vary", "Cookie");
				headers.add("Set-Cookie", "a=b");
				headers.set("X-Large", "x".repeat(1000));
			});
		StepVerifier.create(this.reader.read(JSON, response, this.all)).assertNext((outcome) -> {
			HttpHeaders kept = outcome.headers().get(0);
			assertThat(kept.headerNames()).containsExactlyInAnyOrder("Cache-Control", "Expires", "Date", "Age", "Vary",
					"Set-Cookie");
			assertThat(kept.get("Vary")).containsExactly("Accept", "Cookie");
		}).expectComplete().verify(Duration.ofSeconds(10));
	}

	private Mono<PartOutcome> read(String body) {
		return this.reader.read(JSON, GatewayResponse.of(HttpStatus.OK, MediaType.APPLICATION_JSON, body), this.all);
	}

}
