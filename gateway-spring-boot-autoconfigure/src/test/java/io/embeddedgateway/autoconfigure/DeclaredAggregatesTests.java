package io.embeddedgateway.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.Route;
import io.embeddedgateway.Target;
import io.embeddedgateway.aggregate.AggregateLimits;
import io.embeddedgateway.aggregate.AggregatePolicy;
import io.embeddedgateway.aggregate.AggregationCustomizer;
import io.embeddedgateway.aggregate.AnswerPolicy;
import io.embeddedgateway.aggregate.BodyType;
import io.embeddedgateway.aggregate.Condition;
import io.embeddedgateway.aggregate.ConflictRule;
import io.embeddedgateway.aggregate.JsonTemplate;
import io.embeddedgateway.aggregate.PartSource;
import io.embeddedgateway.aggregate.Shaping;
import io.embeddedgateway.autoconfigure.strict.StrictBinding;
import io.embeddedgateway.autoconfigure.strict.StrictSources;
import io.embeddedgateway.forward.WaitPolicy;
import io.embeddedgateway.resilience.TimeoutPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What YAML says about an aggregation is what Java can say.
 */
class DeclaredAggregatesTests {

	private static final PartSource SOURCE = (exchange) -> Mono.empty();

	private static final AggregationCustomizer CUSTOMIZER = (exchange, answer) -> Mono.just(answer);

	private static final JsonMapper JSON = JsonMapper.shared();

	@Test
	void shortFormIsAServiceAndAPath() {
		assertThat(policy("{parts: {order: 'orders  /orders/{id}', zebra: orders /z, apple: orders /a}}"))
			.isEqualTo(AggregatePolicy.builder()
				.part("order", (part) -> part.service("orders").path("/orders/{id}"))
				.part("zebra", (part) -> part.service("orders").path("/z"))
				.part("apple", (part) -> part.service("orders").path("/a"))
				.build());
	}

	@Test
	void everyKeyOfAPartArrives() {
		AggregatePolicy declared = policy(
				"""
						{parts: {
						  order: {uri: "http://a:1", path: "/orders/{id}", method: POST, query: {sku: "{query.sku}", "[a.b]": c},
						          headers: {X-Tenant: "{claim.tenant}"}, body: {customerId: "{id}", list: [1, {x: true}], e: "[]"},
						          timeout: 500ms, optional: true, fallback: {total: 1.5, none: "null"}, target: data, pick: [a, b.c],
						          drop: b.d, rename: {a: x}, as: main, type: json},
						  own: {local: "/own/{order.id}", type: text, hidden: true, after: [order]},
						  bean: {bean: score, flatten: true, order: 3, when: {value: "{order.status}", is-not: [a, b]}},
						  each: {for-each: "{order.items[*].sku}", max-concurrent: 3, service: orders, path: "/s/{item}", when: "{order}"},
						  list: {service: orders, path: /list, stream: true}
						}}""");
		assertThat(declared).isEqualTo(AggregatePolicy.builder()
			.part("order",
					(part) -> part.uri("http://a:1")
						.path("/orders/{id}")
						.method(HttpMethod.POST)
						.query("sku", "{query.sku}")
						.query("a.b", "c")
						.header("X-Tenant", "{claim.tenant}")
						.body(Map.of("customerId", "{id}", "list", List.of(1, Map.of("x", true)), "e", List.of()))
						.with(new TimeoutPolicy(Duration.ofMillis(500)))
						.optional(JSON.readTree("{\"total\": 1.5, \"none\": null}"))
						.shaping(Shaping.of("data", List.of("a", "b.c"), List.of("b.d"), Map.of("a", "x")))
						.as("main"))
			.part("own", (part) -> part.local().path("/own/{order.id}").type(BodyType.TEXT).hidden().after("order"))
			.part("bean",
					(part) -> part.bean("score", SOURCE)
						.flatten(3)
						.when(Condition.noneOf("{order.status}", Set.of("a", "b"))))
			.part("each",
					(part) -> part.forEach("{order.items[*].sku}", 3)
						.service("orders")
						.path("/s/{item}")
						.when(Condition.of("{order}")))
			.part("list", (part) -> part.service("orders").path("/list").stream())
			.build());
	}

	@Test
	void everyKeyOfTheWholeArrives() {
		Route route = route(
				"""
						{timeout: 2s, on-failure: pass-status, parts: {a: orders /a},
						 response: {shape: {zebra: "{a}", apple: {customerId: "{a.customerId}"}}, conflict: deep-merge, errors: none, set-cookies: true,
						            customizer: words},
						 limits: {part-size: 2MB, size: 3MB, depth: 5, calls: 6, concurrent: 7}}""");
		assertThat(route.target()).isEqualTo(new Target.Answer(AggregatePolicy.class));
		assertThat(route.policy(TimeoutPolicy.class)).isEqualTo(new TimeoutPolicy(Duration.ofSeconds(2)));
		AggregatePolicy policy = route.policy(AggregatePolicy.class);
		assertThat(policy).isEqualTo(AggregatePolicy.builder()
			.part("a", (part) -> part.service("orders").path("/a"))
			.answer(new AnswerPolicy(
					JsonTemplate.of(Map.of("zebra", "{a}", "apple", Map.of("customerId", "{a.customerId}"))),
					ConflictRule.DEEP_MERGE, null, true, true, CUSTOMIZER))
			.limits(new AggregateLimits(DataSize.ofMegabytes(2), DataSize.ofMegabytes(3), 5, 6, 7))
			.build());
		assertThat(policy.answer().shape())
			.hasToString("{\"zebra\":\"{a}\",\"apple\":{\"customerId\":\"{a.customerId}\"}}");
	}

	@Test
	void emptyFallbackIsAnArrayAndQuotesSayTheRest() {
		assertThat(fallback("[]")).isEqualTo("[]");
		assertThat(fallback("'{}'")).isEqualTo("{}");
		assertThat(fallback("'null'")).isEqualTo("null");
		assertThat(fallback("'\"\"'")).isEqualTo("\"\"");
		assertThat(fallback("no: such")).isEqualTo("\"no: such\"");
		assertThat(fallback("123456789012345678901234567890")).isEqualTo("123456789012345678901234567890");
		assertThat(fallback("{b: [{c: d}], a: 2}")).isEqualTo("{\"b\":[{\"c\":\"d\"}],\"a\":2}");
	}

	private static String fallback(String yaml) {
		String quoted = yaml.contains(": such") ? "'" + yaml + "'" : yaml;
		AggregatePolicy policy = policy(
				"{parts: {a: {service: orders, path: /a, optional: true, fallback: " + quoted + "}}}");
		return String.valueOf(policy.parts().get(0).result().fallback());
	}

	@Test
	void timeOfTheDefaultsHoldsWhereTheAggregateSaysNone() {
		assertThat(route("{parts: {a: orders /a}}").policy(TimeoutPolicy.class))
			.isEqualTo(new TimeoutPolicy(Duration.ofSeconds(30)));
		assertThat(route("{parts: {a: orders /a}}, timeout: 3s").policy(TimeoutPolicy.class))
			.isEqualTo(new TimeoutPolicy(Duration.ofSeconds(3)));
	}

	@Test
	void timesOfWaitingAreThoseOfTheRouteOrOfTheDefaults() {
		assertThat(route("{parts: {a: orders /a}}").policy(WaitPolicy.class))
			.isEqualTo(new WaitPolicy(null, Duration.ofSeconds(5)));
		assertThat(route("{parts: {a: orders /a}}, timeout: {response: 2s}").policy(WaitPolicy.class))
			.isEqualTo(new WaitPolicy(Duration.ofSeconds(2), null));
	}

	private static AggregatePolicy policy(String aggregate) {
		AggregatePolicy policy = route(aggregate).policy(AggregatePolicy.class);
		assertThat(policy).isNotNull();
		return policy;
	}

	private static Route route(String aggregate) {
		String yaml = """
				gateway:
				  defaults: {timeout: {total: 30s, idle: 5s}}
				  routes:
				    page: {path: "/page/{id}", aggregate: %s}
				""".formatted(aggregate);
		GatewayProperties properties = new StrictSources().yaml("application.yml", yaml)
			.bind("gateway", GatewayProperties.class,
					new StrictBinding<>("gateway", GatewayProperties.class, (bound, problems) -> {
					}));
		return new DeclaredRoutes(properties, (name) -> (exchange, chain) -> chain.filter(exchange),
				new DeclaredAggregates((name) -> SOURCE, (name) -> CUSTOMIZER))
			.route("page", properties.routes().get("page"), null);
	}

}
