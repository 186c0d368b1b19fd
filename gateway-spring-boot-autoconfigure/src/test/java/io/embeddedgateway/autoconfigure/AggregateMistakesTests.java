package io.embeddedgateway.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import io.embeddedgateway.aggregate.AggregationCustomizer;
import io.embeddedgateway.aggregate.PartSource;
import io.embeddedgateway.autoconfigure.strict.GatewayConfigurationException;
import io.embeddedgateway.autoconfigure.strict.StrictBinding;
import io.embeddedgateway.autoconfigure.strict.StrictSources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Each mistake in an aggregation is told where it stands.
 */
class AggregateMistakesTests {

	private static final String ROUTE = "gateway.routes.page.aggregate";

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`',
			textBlock = """
					{path: /a}                                             => .a => has no target. Write one of 'service', 'uri', 'local' or 'bean'.
					{service: orders, uri: "http://a", path: /a}           => .a => has more than one target: 'service' and 'uri'. Keep one.
					{service: ordres, path: /a}                            => .a.service => there is no service 'ordres'. Did you mean 'orders'?
					{service: orders}                                      => .a => has no 'path'. Write for example 'path: /orders'.
					{uri: "localhost:80", path: /a}                        => .a.uri => 'localhost:80' has no scheme; write http://localhost:80.
					{bean: scor}                                           => .a.bean => there is no bean 'scor'. Did you mean 'score'?
					{bean: words}                                          => .a.bean => bean 'words' is not a PartSource. There is 'score'.
					{local: /a, path: /b}                                  => .a => 'local' is the path already. Remove 'path'.
					{service: orders, path: /a, body: {x: 1}}              => .a => 'body' needs a method that has one. Write for example 'method: POST'.
					{service: orders, path: /a, fallback: {x: 1}}          => .a => 'fallback' is for a part that may fail. Write 'optional: true', or remove it.
					{service: orders, path: /a, max-concurrent: 3}         => .a => 'max-concurrent' is for a part with 'for-each'. Remove it.
					{service: orders, path: /a, order: 3}                  => .a => 'order' is for a part with 'flatten: true'. Remove it.
					{service: orders, path: /a, flatten: true, as: b}      => .a => has both 'flatten' and 'as', but what is flattened has no name. Remove one.
					{service: orders, path: /a, flatten: true, hidden: true} => .a => has both 'hidden' and 'flatten'. Remove one.
					{service: orders, path: /a, flatten: true, for-each: "{body}"} => .a.flatten => a 'for-each' makes a list, which has no fields of its own.
					{service: orders, path: /a, stream: true, pick: b}     => .a => has 'stream', so nothing can be changed in it. Remove 'pick', 'drop', 'rename', 'target' and 'flatten', or 'stream'.
					{service: orders, path: /a, stream: true, for-each: "{body}"} => .a => has both 'stream' and 'for-each'. Remove one.
					{service: orders, path: /a, timeout: 0s}               => .a => 'timeout' is 0ms. Write between 1ms and 1d, for example '5s'.
					{service: orders, path: /a, for-each: body}            => .a.for-each => 'body' is no value. Write one between braces, such as '{order.items}'.
					{service: orders, path: /a, for-each: "{body}", max-concurrent: 0} => .a => 'max-concurrent' is 0. Write between 1 and 1000.
					{service: orders, path: /a, when: {is: b}}             => .a.when => 'when' has no 'value'. Write for example 'value: "{order.status}"'.
					{service: orders, path: /a, when: {value: "{id}", is: b, is-not: c}} => .a.when => 'when' has both 'is' and 'is-not'. Remove one.
					{service: orders, path: /a, when: id}                  => .a.when => 'id' is no value. Write one between braces, such as '{order.items}'.
					{service: orders, path: /a, type: xml}                 => .a.type => 'xml' is not a known value.
					{service: orders, pth: /a}                             => .a.pth => there is no 'pth' here. Did you mean 'path'?
					{service: orders, path: /a, query: {q: "{header}"}}    => .a.query.q => '{header}' is no value.
					{service: orders, path: "/a/{nobody}"}                 => .a.path => '{nobody}' is neither a part nor a variable of the path.
					{service: orders, path: /a, after: b}                  => .a.after => there is no part 'b'.
					{service: orders, path: "/a/{a}"}                      => .a.path => '{a}' is the value of the part itself.
					{service: orders, path: /a, method: POST, body: {x: {y: []}}} => .a.body => 'x.y' is empty. YAML does not tell [], {}, null and '' apart here: write one of '[]', '{}', 'null' and '""', with the quotes.
					{service: orders, path: /a, method: POST, body: {"@id": 1}} => .a.body.id => Of '@id' only letters, digits, '-' and '_' would be left. Write '[@id]', in quotes, instead.
					{service: orders, path: /a, method: post}              => .a.method => 'method' is 'post'. Write 'POST'.
					{service: orders, path: /a, headers: {Host: b}}        => .a.headers.host => 'Host' is a header that only the gateway writes. Remove it.
					{service: orders, path: /a, target: "a[*]"}            => .a => 'target' is 'a[*]'. Write the way to one value, such as 'data.items' or 'data.items[0]'.
					orders                                                 => .a => 'orders' is no part. Write the id of a service and a path, such as 'orders /orders/{id}', or a block.
					ordres /orders                                         => .a.service => there is no service 'ordres'. Did you mean 'orders'?
					""")
	void mistakeInAPart(String part, String property, String message) {
		assertThat(problems("{parts: {a: %s}}".formatted(part))).singleElement()
			.asString()
			.startsWith(ROUTE + ".parts" + property)
			.containsIgnoringCase(": " + message);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`',
			textBlock = """
					{timeout: 1s}                                          => `` => has no parts. Write for example 'parts: {order: {service: orders, path: "/orders/{id}"}}'.
					{parts: {a: orders /a}, timeout: 2d}                   => `` => 'timeout' is 172800000ms. Write between 1ms and 1d, for example '5s'.
					{parts: {a: orders /a}, limits: {depth: 0}}            => .limits => 'depth' is 0. Write between 1 and 1000.
					{parts: {a: orders /a}, limits: {part-size: 1GB}}      => .limits => 'part-size' is 1073741824. Write between 1 and 104857600.
					{parts: {a: orders /a}, on-failure: pass-statu}              => .on-failure => 'pass-statu' is not a known value. Did you mean 'pass-status'?
					{parts: {a: orders /a}, response: {conflict: deep}}    => .response.conflict => 'deep' is not a known value.
					{parts: {a: orders /a}, response: {errors: ""}}        => .response => 'errors' is empty. Write the name of a field, or 'none'.
					{parts: {a: orders /a}, response: {customizer: score}} => .response.customizer => bean 'score' is not a AggregationCustomizer. There is 'words'.
					{parts: {a: orders /a}, response: {shape: {x: "{b}"}}} => .response.shape => '{b}' is neither a part nor a variable of the path.
					{parts: {a: orders /a}, response: {shape: {x: 1}}}     => .parts.a => nobody uses its value.
					{parts: {body: orders /a}}                             => .parts.body => 'body' can't be the name of a part.
					{parts: {a: "orders /a/{b}", b: "orders /b/{a}"}}      => .parts => waits for itself:
					{parts: {id: orders /a, b: "orders /b/{id}"}}          => .parts.b.path => '{id}' can be the part or the variable of the path.
					""")
	void mistakeInTheWhole(String aggregate, String property, String message) {
		assertThat(problems(aggregate)).singleElement()
			.asString()
			.startsWith(ROUTE + property)
			.containsIgnoringCase(": " + message);
	}

	@Test
	void timesAreSaidOnce() {
		assertThat(problems("{timeout: 1s, parts: {a: orders /a}}, timeout: 2s")).singleElement()
			.asString()
			.startsWith("gateway.routes.page.timeout")
			.endsWith("Is said twice, here and as 'aggregate.timeout'. Remove one.");
	}

	@Test
	void partWithLocalHandlerIsNoFallback() {
		assertThat(problems("{parts: {a: {local: /a}}}}\n    other: {path: /other, service: orders, fallback: page"))
			.singleElement()
			.asString()
			.contains("gateway.routes.other.fallback")
			.contains("part of route 'page' ends at the application's own handlers");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void partThatChangesSomethingForReadersIsWarnedOf(CapturedOutput output) {
		assertThat(problems("{parts: {a: {service: orders, path: /a, method: DELETE}, "
				+ "ask: {service: orders, path: /ask, method: POST}}}"))
			.isEmpty();
		assertThat(output).contains(ROUTE + ".parts.a changes something by DELETE").doesNotContain("parts.ask");
		assertThat(problems("{parts: {b: {service: orders, path: /a, method: DELETE}}}, match: {methods: DELETE}"))
			.isEmpty();
		assertThat(output).doesNotContain("parts.b");
	}

	@Test
	void whatIsRightIsNoMistake() {
		assertThat(problems("{timeout: 1s, parts: {a: orders /a, b: {bean: score}}, response: {customizer: words}}"))
			.isEmpty();
	}

	@Test
	void allMistakesAreToldAtOnce() {
		assertThat(problems("{parts: {a: {service: ordres, path: '/{x'}, b: {bean: scor, for-each: c}}}")).hasSize(4);
	}

	private static List<String> problems(String aggregate) {
		String yaml = """
				gateway:
				  services: {orders: {instances: "http://a:1"}, spare: {instances: "http://a:2"}}
				  routes:
				    page: {path: "/page/{id}", aggregate: %s}
				""".formatted(aggregate);
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("score", (PartSource) (exchange) -> Mono.empty());
		beans.registerSingleton("words", (AggregationCustomizer) (exchange, answer) -> Mono.just(answer));
		GatewayConfigurationException mistakes = catchThrowableOfType(GatewayConfigurationException.class,
				() -> new StrictSources().yaml("application.yml", yaml)
					.bind("gateway", GatewayProperties.class,
							new StrictBinding<>("gateway", GatewayProperties.class, new DeclarationCheck(beans))));
		return (mistakes != null) ? mistakes.problems().stream().map(Object::toString).toList() : List.of();
	}

}
