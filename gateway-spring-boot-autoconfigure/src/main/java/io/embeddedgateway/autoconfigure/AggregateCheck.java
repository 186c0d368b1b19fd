package io.embeddedgateway.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.aggregate.AggregationCustomizer;
import io.embeddedgateway.aggregate.PartSource;
import io.embeddedgateway.autoconfigure.strict.Problems;
import io.embeddedgateway.routing.RequestMatch;

/**
 * Checks the parts of an aggregation, and what they refer to. It looks at names and types
 * of beans only.
 */
final class AggregateCheck {

	/**
	 * Aggregations that are made for no more than to see whether they can be.
	 */
	static final DeclaredAggregates ANY = new DeclaredAggregates((name) -> (exchange) -> Mono.empty(),
			(name) -> (exchange, answer) -> Mono.empty());

	private static final Log logger = LogFactory.getLog(AggregateCheck.class);

	private final ListableBeanFactory beans;

	private final Problems problems;

	private final BiConsumer<String, String> services;

	/**
	 * Create the check.
	 * @param beans all beans
	 * @param problems where mistakes are reported
	 * @param services checks whether there is a service: the path of the property, and
	 * the id of the service
	 */
	AggregateCheck(ListableBeanFactory beans, Problems problems, BiConsumer<String, String> services) {
		this.beans = beans;
		this.problems = problems;
		this.services = services;
	}

	/**
	 * Check an aggregation.
	 * @param path the path of the property
	 * @param declared what was declared
	 * @return whether the aggregation can be made
	 */
	boolean check(String path, AggregateProperties declared) {
		if (declared.parts().isEmpty()) {
			if (!this.problems.failed(path + ".parts")) {
				this.problems.add(path,
						"has no parts. Write for example 'parts: {order: {service: orders, path: \"/orders/{id}\"}}'");
			}
			return false;
		}
		List<String> mistakes = new ArrayList<>();
		declared.parts().forEach((name, part) -> checkPart(Problems.path(path + ".parts", name), part, mistakes));
		checkBean(path + ".response.customizer", declared.response().customizer(), AggregationCustomizer.class,
				mistakes);
		try {
			ANY.policy(declared, (key, step) -> attempt(path + "." + key, step, mistakes));
		}
		catch (IllegalArgumentException ex) {
			if (mistakes.isEmpty() && !this.problems.failed(path)) {
				report(path, String.valueOf(ex.getMessage()), mistakes);
			}
		}
		return mistakes.isEmpty() && !this.problems.failed(path);
	}

	/**
	 * Warn about parts that change something, and are called for requests that should
	 * not.
	 * @param path the path of the property
	 * @param declared what was declared
	 * @param match the conditions of the route
	 */
	static void warnIfReadingChanges(String path, AggregateProperties declared, @Nullable RequestMatch match) {
		if (match == null || match.methods().isEmpty() || match.methods().contains(HttpMethod.GET)) {
			declared.parts().forEach((name, part) -> {
				HttpMethod method = part.changingMethod();
				if (method != null) {
					logger.warn(Problems.path(path + ".parts", name) + " changes something by " + method
							+ ", and is called for GET requests too, which browsers and crawlers send by themselves. "
							+ "Write for example 'match: {methods: POST}' for the route");
				}
			});
		}
	}

	private void checkPart(String path, PartProperties part, List<String> mistakes) {
		List<String> targets = part.targets();
		if (targets.size() > 1) {
			report(path, "has more than one target: '" + String.join("' and '", targets) + "'. Keep one", mistakes);
		}
		else if (targets.isEmpty() && !anyTargetFailed(path)) {
			report(path, "has no target. Write one of 'service', 'uri', 'local' or 'bean'", mistakes);
		}
		if (part.service() != null) {
			this.services.accept(path + ".service", part.service());
		}
		checkBean(path + ".bean", part.bean(), PartSource.class, mistakes);
	}

	private boolean anyTargetFailed(String path) {
		return PartProperties.TARGETS.stream().anyMatch((target) -> this.problems.failed(path + "." + target));
	}

	private void checkBean(String path, @Nullable String name, Class<?> type, List<String> mistakes) {
		String mistake = (name != null) ? NamedBeans.mistake(this.beans, name, type) : null;
		if (mistake != null) {
			report(path, mistake, mistakes);
		}
	}

	// What is wrong with a whole may follow from what is wrong with a piece of it
	private void attempt(String path, Runnable step, List<String> mistakes) {
		try {
			step.run();
		}
		catch (IllegalArgumentException ex) {
			if (mistakes.stream().noneMatch((mistake) -> isWithin(mistake, path)) && !this.problems.failed(path)) {
				report(path, String.valueOf(ex.getMessage()), mistakes);
			}
		}
	}

	private static boolean isWithin(String path, String whole) {
		return path.equals(whole) || path.startsWith(whole + ".");
	}

	private void report(String path, String message, List<String> mistakes) {
		mistakes.add(path);
		this.problems.add(path, message);
	}

}
