package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.node.StringNode;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Parts that end without a call, or before others expect it.
 */
class PartEndTests {

	private final AnsweringServices services = new AnsweringServices();

	@Test
	void partIsCalledOnceHoweverManyEndAtTheSameTime() {
		this.services.json("order", "{\"lines\":[]}").json("stock", "{}").json("mail", "{}");
		Sinks.One<String> slow = this.services.waiting("slow");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("order", (part) -> part.service("order").path("/o"))
			.part("each", (part) -> part.service("stock").path("/{item}").forEach("{order.lines}", 8))
			.part("never", (part) -> part.service("stock").path("/s").when(Condition.of("{order.none}")))
			.part("mail", (part) -> part.service("mail").path("/m").after("each", "never", "order"))
			.part("slow", (part) -> part.service("slow").path("/slow"))
			.build();
		List<GatewayResponse> answers = new ArrayList<>();
		Disposable run = this.services.answer(policy).subscribe(answers::add);
		assertThat(this.services.asked()).containsExactly("order /o", "slow /slow", "mail /m");
		assertThat(answers).isEmpty();
		slow.tryEmitValue("1");
		assertThat(AnsweringServices.text(answers.get(0)))
			.isEqualTo("{\"order\":{\"lines\":[]},\"each\":[],\"mail\":{},\"slow\":1}");
		run.dispose();
	}

	@Test
	void conditionThatCantBeReadFailsThePart() {
		this.services.json("order", "{\"n\":1e200}").json("a", "1");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("order", (part) -> part.service("order").path("/o").hidden())
			.part("a", (part) -> part.service("a").path("/a").when(Condition.of("{order.n}")).optional(null))
			.build();
		assertThat(this.services.body(policy))
			.isEqualTo("{\"errors\":[{\"part\":\"a\",\"type\":\"unsuitable-value\"}]}");
	}

	@Test
	void thousandsOfElementsMayFailInARow() {
		String list = Flux.range(0, 9000).map((i) -> "{}").collectList().map(String::valueOf).toFuture().join();
		this.services.json("list", list);
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("list", (part) -> part.service("list").path("/l").hidden())
			.part("each", (part) -> part.service("list").path("/{item.id}").forEach("{list}", 8).optional(null))
			.answer(new AnswerPolicy(null, ConflictRule.ERROR, null, false, false, null))
			.limits(new AggregateLimits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), 5, 10_000, 8))
			.build();
		assertThat(this.services.body(policy)).startsWith("{\"each\":[null,null,").hasSize(9000 * 5 + 10);
	}

	@Test
	void partThatCanNeverBeCalledEndsAtOnceAndWithItWhatIsForItAlone() {
		this.services.status("a", 500).json("d", "1");
		this.services.waiting("b");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a").optional(null))
			.part("b", (part) -> part.service("b").path("/b").hidden())
			.part("c", (part) -> part.service("c").path("/{a.id}/{b.id}").optional(null))
			.part("d", (part) -> part.service("d").path("/d"))
			.build();
		assertThat(this.services.body(policy)).startsWith("{\"d\":1,\"errors\":[{\"part\":\"a\"");
		assertThat(this.services.cancelled()).containsExactly("b");
	}

	@Test
	void elementsOfAPartThatWasNotCalledAreNotCalledEither() {
		this.services.json("a", "[1,2]").json("b", "{}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a"))
			.part("b", (part) -> part.service("b").path("/b").when(Condition.of("{a.none}")))
			.part("each", (part) -> part.service("b").path("/{b.id}/{item}").forEach("{a}", 8))
			.build();
		assertThat(this.services.body(policy)).isEqualTo("{\"a\":[1,2]}");
	}

	@Test
	void whatIsTakenOfAPartIsTakenOfEachElement() {
		this.services.json("a", "[1,2]")
			.with("b",
					(exchange) -> Mono.just(exchange.request().rawPath().equals("/1")
							? AnsweringServices.response(HttpStatus.OK, "{\"data\":{\"x\":1,\"y\":2}}")
							: AnsweringServices.response(HttpStatus.BAD_REQUEST, "{}")));
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a").hidden())
			.part("each",
					(part) -> part.service("b")
						.path("/{item}")
						.forEach("{a}", 8)
						.optional(StringNode.valueOf("?"))
						.shaping(Shaping.of("data", List.of("x"), List.of(), Map.of())))
			.build();
		assertThat(this.services.body(policy)).startsWith("{\"each\":[{\"x\":1},\"?\"],\"errors\":");
	}

	@Test
	void optionalPartThatCantBeFlattenedHasFailed() {
		this.services.json("a", "[1]").json("b", "{\"x\":1,\"errors\":\"forged\"}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a").flatten(1).optional(null))
			.part("b", (part) -> part.service("b").path("/b").flatten(2))
			.build();
		assertThat(this.services.body(policy))
			.isEqualTo("{\"x\":1,\"errors\":[{\"part\":\"a\",\"type\":\"invalid-body\"}]}");
	}

	@Test
	void partsThatDoNotGoTogetherAreABadGateway() {
		this.services.json("a", "{}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a"))
			.answer(new AnswerPolicy(JsonTemplate.of("of {a}"), ConflictRule.ERROR, null, false, false, null))
			.build();
		assertThatExceptionOfType(UnfitAnswerException.class)
			.isThrownBy(() -> AnsweringServices.ended(this.services.answer(policy)))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(HttpStatus.BAD_GATEWAY));
	}

	@Test
	void handshakeIsRefusedBeforeItsBodyIsRead() {
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/{body.x}"))
			.build();
		GatewayRequest handshake = GatewayRequest.of(HttpMethod.GET, "/page/7")
			.withBody(Flux.never())
			.withHeaders((headers) -> {
				headers.set("Upgrade", "websocket");
				headers.set("Sec-WebSocket-Key", "x");
				headers.set("Sec-WebSocket-Version", "13");
			});
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> AnsweringServices.ended(this.services.answer(policy, handshake)));
	}

	@Test
	void beanIsAskedAsAnyPart() {
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a",
					(part) -> part.bean("a", (exchange) -> Mono.just(StringNode.valueOf(exchange.request().rawPath())))
						.path("/of/{id}"))
			.part("b", (part) -> part.bean("b", (exchange) -> Mono.empty()))
			.part("c",
					(part) -> part.bean("c", (exchange) -> Mono.error(new IllegalStateException("broken")))
						.optional(null))
			.build();
		assertThat(this.services.body(policy))
			.isEqualTo("{\"a\":\"/of/7\",\"b\":null,\"errors\":[{\"part\":\"c\",\"type\":\"error\"}]}");
	}

	@Test
	void partThatIsPassedOnIsGivenUpIfNobodyReadsIt() {
		Sinks.One<String> late = this.services.waiting("late");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("rows", (part) -> part.service("rows").path("/rows").stream())
			.part("late", (part) -> part.service("late").path("/late"))
			.build();
		List<String> signals = new ArrayList<>();
		this.services.with("rows",
				(exchange) -> Mono.just(AnsweringServices.response(HttpStatus.OK, "[]")
					.withBody((body) -> body.doOnSubscribe((subscription) -> signals.add("begun"))
						.doOnCancel(() -> signals.add("given up")))));
		this.services.answer(policy).subscribe().dispose();
		assertThat(signals).containsExactly("begun", "given up");
		signals.clear();
		GatewayResponse[] answer = new GatewayResponse[1];
		Disposable run = this.services.answer(policy).subscribe((response) -> answer[0] = response);
		late.tryEmitValue("1");
		assertThat(signals).isEmpty();
		answer[0].discard().subscribe();
		assertThat(signals).containsExactly("begun", "given up");
		run.dispose();
	}

}
