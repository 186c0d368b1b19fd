package io.embeddedgateway.autoconfigure;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.embeddedgateway.aggregate.AggregatePolicy;
import io.embeddedgateway.aggregate.AggregatePolicyBuilder;
import io.embeddedgateway.aggregate.AggregationCustomizer;
import io.embeddedgateway.aggregate.AnswerPolicy;
import io.embeddedgateway.aggregate.JsonTemplate;
import io.embeddedgateway.aggregate.PartBuilder;
import io.embeddedgateway.aggregate.PartSource;
import io.embeddedgateway.aggregate.Shaping;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.resilience.TimeoutPolicy;
import io.embeddedgateway.service.Instance;

/**
 * Makes aggregations of what the configuration declares.
 */
final class DeclaredAggregates {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Function<String, PartSource> sources;

	private final Function<String, AggregationCustomizer> customizers;

	DeclaredAggregates(Function<String, PartSource> sources, Function<String, AggregationCustomizer> customizers) {
		this.sources = sources;
		this.customizers = customizers;
	}

	/**
	 * Make an aggregation.
	 * @param declared what was declared
	 * @return the aggregation
	 * @throws IllegalArgumentException if something about it is wrong
	 */
	AggregatePolicy policy(AggregateProperties declared) {
		return policy(declared, (key, step) -> step.run());
	}

	/**
	 * Make an aggregation, step by step.
	 * @param declared what was declared
	 * @param steps runs each step
	 * @return the aggregation
	 */
	AggregatePolicy policy(AggregateProperties declared, Steps steps) {
		AggregatePolicyBuilder policy = AggregatePolicy.builder().limits(declared.limits());
		declared.parts().forEach((name, part) -> {
			String key = Problems.path("parts", name);
			steps.run(key, () -> policy.part(name, (builder) -> declare(builder, part, steps.below(key))));
		});
		AnswerProperties response = declared.response();
		steps.run("response.shape", () -> policy.answer(answer(response, declared.onFailure())));
		return policy.build();
	}

	private AnswerPolicy answer(AnswerProperties declared, AggregateProperties.OnFailure onFailure) {
		Object shape = declared.shape();
		String customizer = declared.customizer();
		return new AnswerPolicy((shape != null) ? JsonTemplate.of(JsonTrees.template(shape)) : null,
				declared.conflict(), declared.errorsField(), declared.setCookies(),
				onFailure == AggregateProperties.OnFailure.PASS_STATUS,
				(customizer != null) ? this.customizers.apply(customizer) : null);
	}

	private void declare(PartBuilder part, PartProperties declared, Steps steps) {
		if (declared.targets().size() == 1) {
			declareTarget(part, declared, steps);
		}
		declareCall(part, declared, steps);
		declareFlow(part, declared, steps);
		declareResult(part, declared, steps);
		if (declared.timeout() != null) {
			part.with(new TimeoutPolicy(declared.timeout()));
		}
	}

	private void declareTarget(PartBuilder part, PartProperties declared, Steps steps) {
		ifPresent(declared.service(), part::service);
		// Says best what is wrong with it
		ifPresent(declared.uri(), (uri) -> steps.run("uri", () -> part.uri(Instance.of(uri).uri().toString())));
		ifPresent(declared.local(), (path) -> part.local());
		ifPresent(declared.bean(), (name) -> part.bean(name, this.sources.apply(name)));
	}

	private static void declareCall(PartBuilder part, PartProperties declared, Steps steps) {
		ifPresent(declared.method(), (method) -> steps.run("method", () -> part.method(method)));
		ifPresent(declared.pathTemplate(),
				(path) -> steps.run((declared.local() != null) ? "local" : "path", () -> part.path(path)));
		forEach("query", declared.query(), part::query, steps);
		forEach("headers", declared.headers(), part::header, steps);
		ifPresent(declared.body(), (body) -> steps.run("body", () -> part.body(JsonTrees.template(body))));
	}

	private static void declareFlow(PartBuilder part, PartProperties declared, Steps steps) {
		part.after(declared.after().toArray(String[]::new));
		ifPresent(declared.when(), (when) -> steps.run("when", () -> part.when(when.condition())));
		ifPresent(declared.forEach(),
				(array) -> steps.run("for-each", () -> part.forEach(array, declared.mostConcurrent())));
		if (declared.optional()) {
			Object fallback = declared.fallback();
			steps.run("fallback", () -> part.optional((fallback != null) ? literal(fallback) : null));
		}
	}

	private static JsonNode literal(Object fallback) {
		return JSON.valueToTree(JsonTrees.literal(fallback));
	}

	private static void declareResult(PartBuilder part, PartProperties declared, Steps steps) {
		part.type(declared.type());
		// Says which of them is wrong
		steps.run("",
				() -> part.shaping(Shaping.of(declared.target(), declared.pick(), declared.drop(), declared.rename())));
		ifPresent(declared.as(), part::as);
		if (declared.flatten()) {
			part.flatten((declared.order() != null) ? declared.order() : 0);
		}
		if (declared.hidden()) {
			part.hidden();
		}
		if (declared.stream()) {
			part.stream();
		}
	}

	private static void forEach(String key, Map<String, String> templates, Entries entries, Steps steps) {
		templates.forEach((name, template) -> steps.run(Problems.path(key, name), () -> entries.add(name, template)));
	}

	private static <T> void ifPresent(@Nullable T value, Consumer<T> consumer) {
		if (value != null) {
			consumer.accept(value);
		}
	}

	/**
	 * Runs the steps by which something is made.
	 */
	@FunctionalInterface
	interface Steps {

		/**
		 * Run a step.
		 * @param key the path of the property that it reads, from that of the whole;
		 * empty for more than one
		 * @param step throws {@link IllegalArgumentException} if something is wrong
		 */
		void run(String key, Runnable step);

		default Steps below(String parent) {
			return (key, step) -> run(key.isEmpty() ? parent : parent + "." + key, step);
		}

	}

	@FunctionalInterface
	private interface Entries {

		void add(String name, String template);

	}

}
