package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/**
 * How the parts of one answer have ended, and which calls for them have failed.
 */
final class PartOutcomes {

	private final PartGraph graph;

	private final @Nullable PartOutcome[] outcomes;

	private final List<Failed> failures = new ArrayList<>();

	PartOutcomes(PartGraph graph) {
		this.graph = graph;
		this.outcomes = new PartOutcome[graph.parts().size()];
	}

	void set(PlannedPart part, PartOutcome outcome) {
		this.outcomes[part.index()] = outcome;
	}

	void failed(PlannedPart part, int element, PartFailure failure) {
		this.failures.add(new Failed(part, element, failure));
	}

	@Nullable PartOutcome of(PlannedPart part) {
		return this.outcomes[part.index()];
	}

	@Nullable PartOutcome of(String name) {
		PlannedPart part = this.graph.part(name);
		return (part != null) ? of(part) : null;
	}

	/**
	 * What a part brought, for the templates of others.
	 * @param name the name of the part
	 * @return the whole value, or {@code null} if there is none
	 */
	@Nullable JsonNode value(String name) {
		PartOutcome outcome = of(name);
		return (outcome != null) ? outcome.value() : null;
	}

	/**
	 * The failures of optional parts.
	 * @return the failures in the order of the parts, whoever failed first
	 */
	List<Failed> failures() {
		this.failures.sort(Failed.ORDER);
		return this.failures;
	}

	/**
	 * All outcomes.
	 * @return the outcomes in the order of the parts
	 */
	List<@Nullable PartOutcome> all() {
		return Arrays.asList(this.outcomes);
	}

	/**
	 * The headers of all responses.
	 * @return the headers in the order of the parts
	 */
	List<HttpHeaders> headers() {
		List<HttpHeaders> headers = new ArrayList<>();
		for (PartOutcome outcome : this.outcomes) {
			headers.addAll((outcome != null) ? outcome.headers() : List.of());
		}
		return headers;
	}

	/**
	 * A call that has failed.
	 *
	 * @param part the part
	 * @param element the index of the element for which it was, or -1
	 * @param failure why
	 */
	record Failed(PlannedPart part, int element, PartFailure failure) {

		private static final Comparator<Failed> ORDER = Comparator
			.comparingInt((Failed failed) -> failed.part().index())
			.thenComparingInt(Failed::element);

	}

}
