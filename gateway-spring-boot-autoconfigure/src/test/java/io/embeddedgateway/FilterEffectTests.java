package io.embeddedgateway;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class FilterEffectTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final GatewayExchange exchange = GatewayExchange
		.of(Route.builder("r").path("/**").toUri("http://localhost:1"), GatewayRequest.of(HttpMethod.GET, "/a"));

	@Test
	void filterIsKnownByWhatItPassesOn() {
		ExplainedFilter changing = (exchange, chain) -> chain
			.filter(exchange.withRequest(GatewayRequest.of(HttpMethod.GET, "/b")));
		StepVerifier.create(changing.explain(this.exchange)).assertNext((effect) -> {
			assertThat(effect.next()).isNotNull();
			assertThat(effect.next().request().rawPath()).isEqualTo("/b");
			assertThat(effect.answer()).isNull();
		}).expectComplete().verify(SOON);
	}

	@Test
	void filterIsKnownByWhatItAnswers() {
		ExplainedFilter answering = (exchange, chain) -> Mono.just(GatewayResponse.of(HttpStatus.GONE));
		StepVerifier.create(answering.explain(this.exchange))
			.assertNext((effect) -> assertThat(effect.answer()).isEqualTo(HttpStatus.GONE))
			.expectComplete()
			.verify(SOON);
	}

	@Test
	void refusalIsAnAnswerWhetherThrownOrNot() {
		ExplainedFilter refusing = (exchange, chain) -> Mono.error(new BadRequestException("No."));
		ExplainedFilter throwing = (exchange, chain) -> {
			throw new BadRequestException("No.");
		};
		StepVerifier.create(Mono.zip(refusing.explain(this.exchange), throwing.explain(this.exchange)))
			.assertNext((both) -> {
				assertThat(both.getT1().answer()).isEqualTo(HttpStatus.BAD_REQUEST);
				assertThat(both.getT2().details()).containsKey("reason");
			})
			.expectComplete()
			.verify(SOON);
	}

	@Test
	void otherErrorsRemainErrors() {
		ExplainedFilter failing = (exchange, chain) -> Mono.error(new IllegalStateException("broken"));
		StepVerifier.create(failing.explain(this.exchange)).expectErrorMessage("broken").verify(SOON);
	}

}
