package io.embeddedgateway.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The parts of an answer: when they are called, and what becomes of them.
 */
class AggregateFeatureTests {

	private final AnsweringServices services = new AnsweringServices();

	@Test
	void eachPartIsAFieldInTheOrderOfDeclarationWhoeverAnswersFirst() {
		Sinks.One<String> first = this.services.waiting("a");
		Sinks.One<String> second = this.services.waiting("b");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a"))
			.part("b", (part) -> part.service("b").path("/b"))
			.build();
		List<GatewayResponse> answers = new ArrayList<>();
		Disposable run = this.services.answer(policy).subscribe(answers::add);
		assertThat(this.services.asked()).containsExactly("a /a", "b /b");
		second.tryEmitValue("{\"x\":1}");
		assertThat(answers).isEmpty();
		first.tryEmitValue("[1.10,12345678901234567890]");
		assertThat(AnsweringServices.text(answers.get(0)))
			.isEqualTo("{\"a\":[1.10,12345678901234567890],\"b\":{\"x\":1}}");
		run.dispose();
	}

	@Test
	void partThatNeedsAValueWaitsForItAndNoLonger() {
		Sinks.One<String> order = this.services.waiting("orders");
		Sinks.One<String> slow = this.services.waiting("slow");
		this.services.json("customers", "{\"name\":\"Anna\"}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("order", (part) -> part.service("orders").path("/orders/{id}").hidden())
			.part("customer", (part) -> part.service("customers").path("/customers/{order.customerId}"))
			.part("slow", (part) -> part.service("slow").path("/slow"))
			.build();
		Disposable run = this.services.answer(policy).subscribe();
		assertThat(this.services.asked()).containsExactly("orders /orders/7", "slow /slow");
		order.tryEmitValue("{\"customerId\":\"4 ?#&%2\"}");
		assertThat(this.services.asked()).last().isEqualTo("customers /customers/4%20%3F%23%26%252");
		assertThat(slow.currentSubscriberCount()).isOne();
		run.dispose();
		assertThat(this.services.cancelled()).containsExactly("slow");
	}

	@Test
	void valuesOfTheRequestEnterQueryHeadersAndBody() {
		this.services.with("s", (exchange) -> Flux.from(exchange.request().body())
			.map((buffer) -> buffer.toString(StandardCharsets.UTF_8))
			.single()
			.map((body) -> AnsweringServices.response(HttpStatus.OK,
					"{\"body\":" + body + ",\"header\":\"" + exchange.request().headers().getFirst("X-Who") + "\"}")));
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("s",
					(part) -> part.service("s")
						.method(HttpMethod.POST)
						.path("/s")
						.query("q", "{query.q}")
						.query("none", "{query.none}")
						.header("X-Who", "me {header.X-Who}")
						.body(Map.of("of", "{body.a[1]}")))
			.build();
		HttpHeaders headers = new HttpHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.set("X-Who", "Zoë");
		GatewayRequest request = new GatewayRequest(HttpMethod.POST, "/page/7", "q=a%26b", headers, Flux
			.just(DefaultDataBufferFactory.sharedInstance.wrap("{\"a\":[1,2.50]}".getBytes(StandardCharsets.UTF_8))));
		GatewayResponse answer = AnsweringServices.ended(this.services.answer(policy, request));
		assertThat(AnsweringServices.text(answer))
			.isEqualTo("{\"s\":{\"body\":{\"of\":2.50},\"header\":\"me Zo%C3%AB\"}}");
		assertThat(this.services.asked()).containsExactly("s /s?q=a%26b");
		assertThat(answer.headers().getETag()).isNull();
	}

	@Test
	void requestThatIsNoJsonIsRefusedIfItsBodyIsNeeded() {
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("s", (part) -> part.service("s").path("/{body.a}"))
			.build();
		GatewayRequest request = GatewayRequest.of(HttpMethod.POST, "/page/7")
			.withBody(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { '{' })));
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> AnsweringServices.ended(this.services.answer(policy, request)))
			.satisfies((ex) -> assertThat(ex.detail()).contains("no proper JSON"));
	}

	@Test
	void requiredPartThatFailsFailsAllAndCancelsTheOthers() {
		this.services.status("a", 503);
		this.services.waiting("b");
		AggregatePolicyBuilder policy = AggregatePolicy.builder()
			.part("b", (part) -> part.service("b").path("/b"))
			.part("a", (part) -> part.service("a").path("/a"));
		assertThatExceptionOfType(PartFailedException.class)
			.isThrownBy(() -> AnsweringServices.ended(this.services.answer(policy.build())))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(HttpStatus.BAD_GATEWAY);
				assertThat(ex.detail()).contains("'a'");
			});
		assertThat(this.services.cancelled()).containsExactly("b");
		policy.answer(new AnswerPolicy(null, ConflictRule.ERROR, null, false, true, null));
		assertThatExceptionOfType(PartFailedException.class)
			.isThrownBy(() -> AnsweringServices.ended(this.services.answer(policy.build())))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
	}

	@Test
	void optionalPartThatFailsHasItsFallbackOrIsAbsent() {
		this.services.status("a", 404).status("b", 500).json("c", "nonsense").json("d", "{}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a").optional(JsonNodeFactory.instance.arrayNode()))
			.part("b", (part) -> part.service("b").path("/b").optional(null))
			.part("c", (part) -> part.service("c").path("/c").optional(null))
			.part("d", (part) -> part.service("d").path("/{b.id}").optional(null))
			.build();
		GatewayResponse answer = AnsweringServices.ended(this.services.answer(policy));
		assertThat(AnsweringServices.text(answer))
			.isEqualTo("{\"a\":[],\"errors\":[{\"part\":\"a\",\"status\":404,\"type\":\"status\"},"
					+ "{\"part\":\"b\",\"status\":500,\"type\":\"status\"},{\"part\":\"c\",\"type\":\"invalid-body\"},"
					+ "{\"part\":\"d\",\"type\":\"dependency\"}]}");
		assertThat(answer.headers().getFirst(AnswerWriter.INCOMPLETE)).isEqualTo("a, b, c, d");
		assertThat(answer.headers().getCacheControl()).isEqualTo("no-store");
	}

	@Test
	void partIsCalledForEachElementAndAFewAtATime() {
		Sinks.One<String> first = Sinks.one();
		this.services.json("orders", "{\"items\":[{\"sku\":\"x\"},{\"sku\":\"y\"},{\"sku\":\"z\"}]}");
		this.services.with("stock",
				(exchange) -> exchange.request().rawPath().endsWith("y")
						? Mono.just(AnsweringServices.response(HttpStatus.NOT_FOUND, "{}"))
						: first.asMono()
							.map((unused) -> AnsweringServices.response(HttpStatus.OK,
									'"' + exchange.request().rawPath() + '"')));
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("order", (part) -> part.service("orders").path("/orders/{id}").hidden())
			.part("each",
					(part) -> part.service("stock")
						.path("/stock/{item.sku}")
						.forEach("{order.items}", 2)
						.optional(StringNode.valueOf("?"))
						.as("stock"))
			.build();
		List<GatewayResponse> answers = new ArrayList<>();
		Disposable run = this.services.answer(policy).subscribe(answers::add);
		// The second has failed, so that the third takes its place
		assertThat(this.services.asked()).containsExactly("orders /orders/7", "stock /stock/x", "stock /stock/y",
				"stock /stock/z");
		first.tryEmitValue("");
		assertThat(AnsweringServices.text(answers.get(0))).isEqualTo("{\"stock\":[\"/stock/x\",\"?\",\"/stock/z\"],"
				+ "\"errors\":[{\"part\":\"each\",\"element\":1,\"status\":404,\"type\":\"status\"}]}");
		run.dispose();
	}

	@Test
	void moreCallsThanThereMayBeFailThePart() {
		this.services.json("orders", "[1,2,3]").json("stock", "{}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("order", (part) -> part.service("orders").path("/orders"))
			.part("each", (part) -> part.service("stock").path("/{item}").forEach("{order}", 8).optional(null))
			.limits(new AggregateLimits(DataSize.ofKilobytes(1), DataSize.ofKilobytes(1), 5, 3, 2))
			.build();
		assertThat(this.services.body(policy))
			.isEqualTo("{\"order\":[1,2,3],\"errors\":[{\"part\":\"each\",\"type\":\"too-many-calls\"}]}");
		assertThat(this.services.asked()).containsExactly("orders /orders");
	}

	@Test
	void conditionDecidesWhetherAPartIsCalledAndThoseThatNeedIt() {
		this.services.json("a", "{\"kind\":\"gift\",\"id\":3}").json("b", "{\"id\":4}").json("c", "{}");
		Condition gift = new Condition(Reference.of("{a.kind}"), Set.of("gift", "toy"), false);
		Condition noGift = new Condition(Reference.of("{a.kind}"), Set.of("gift", "toy"), true);
		AggregatePolicyBuilder policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a"))
			.part("b", (part) -> part.service("b").path("/b").when(gift))
			.part("c", (part) -> part.service("c").path("/c/{b.id}"));
		assertThat(this.services.body(policy.build()))
			.isEqualTo("{\"a\":{\"kind\":\"gift\",\"id\":3},\"b\":{\"id\":4},\"c\":{}}");
		AggregatePolicyBuilder other = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a"))
			.part("b", (part) -> part.service("b").path("/b").when(noGift))
			.part("c", (part) -> part.service("c").path("/c/{b.id}"));
		GatewayResponse answer = AnsweringServices.ended(this.services.answer(other.build()));
		assertThat(AnsweringServices.text(answer)).isEqualTo("{\"a\":{\"kind\":\"gift\",\"id\":3}}");
		assertThat(answer.headers().containsHeader(AnswerWriter.INCOMPLETE)).isFalse();
	}

	@Test
	void partThatNobodyNeedsAnyMoreIsCancelled() {
		this.services.waiting("a");
		this.services.status("b", 500).json("c", "{}");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a").hidden())
			.part("b", (part) -> part.service("b").path("/b"))
			.part("c", (part) -> part.service("c").path("/{a.id}/{b.id}"))
			.build();
		assertThatExceptionOfType(PartFailedException.class)
			.isThrownBy(() -> AnsweringServices.ended(this.services.answer(policy)));
		assertThat(this.services.cancelled()).containsExactly("a");
	}

	@Test
	void clientThatLeavesCancelsAllParts() {
		this.services.waiting("a");
		this.services.waiting("b");
		AggregatePolicy policy = AggregatePolicy.builder()
			.part("a", (part) -> part.service("a").path("/a"))
			.part("b", (part) -> part.service("b").path("/b"))
			.build();
		this.services.answer(policy).subscribe().dispose();
		assertThat(this.services.cancelled()).containsExactly("a", "b");
	}

	@Test
	void knownAnswerIsNotSentAgain() {
		this.services.json("a", "{}");
		AggregatePolicy policy = AggregatePolicy.builder().part("a", (part) -> part.service("a").path("/a")).build();
		String tag = AnsweringServices.ended(this.services.answer(policy)).headers().getETag();
		assertThat(tag).isNotNull();
		GatewayRequest again = GatewayRequest.of(HttpMethod.GET, "/page/7")
			.withHeaders((headers) -> headers.setIfNoneMatch(tag));
		GatewayResponse answer = AnsweringServices.ended(this.services.answer(policy, again));
		assertThat(answer.status()).isEqualTo(HttpStatus.NOT_MODIFIED);
		assertThat(answer.headers().getETag()).isEqualTo(tag);
	}

}
