package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The calls for one part: one, or one for each element of an array.
 */
final class PartRun {

	private final PlannedPart part;

	private final @Nullable List<JsonNode> elements;

	private final @Nullable PartCallSubscriber[] calls;

	private final @Nullable PartOutcome[] outcomes;

	private int begun;

	private int ended;

	private boolean closed;

	/**
	 * Create the calls.
	 * @param part the part
	 * @param elements the elements, or {@code null} for one call without any
	 */
	PartRun(PlannedPart part, @Nullable List<JsonNode> elements) {
		this.part = part;
		this.elements = elements;
		this.calls = new PartCallSubscriber[size()];
		this.outcomes = new PartOutcome[size()];
	}

	PlannedPart part() {
		return this.part;
	}

	boolean isEach() {
		return this.elements != null;
	}

	int size() {
		return (this.elements != null) ? this.elements.size() : 1;
	}

	boolean isOver() {
		return this.ended == size();
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean mayBegin() {
		return !this.closed && this.begun < size() && this.begun - this.ended < this.part.part().flow().maxConcurrent();
	}

	int begin() {
		return this.begun++;
	}

	@Nullable JsonNode element(int index) {
		return (this.elements != null) ? this.elements.get(index) : null;
	}

	void started(int index, PartCallSubscriber call) {
		this.calls[index] = call;
	}

	void ended(int index, PartOutcome outcome) {
		this.ended++;
		this.calls[index] = null;
		this.outcomes[index] = outcome;
	}

	/**
	 * Cancel all calls.
	 * @return how many were under way
	 */
	int close() {
		int underWay = this.begun - this.ended;
		this.closed = true;
		for (PartCallSubscriber call : this.calls) {
			if (call != null) {
				call.cancel();
			}
		}
		return underWay;
	}

	/**
	 * What came of all calls.
	 * @return that of the only call; or for elements the array of the values, with the
	 * fallback or {@code null} in the place of one that failed
	 */
	PartOutcome outcome() {
		if (this.elements == null) {
			PartOutcome only = this.outcomes[0];
			return (only != null) ? shown(only) : PartOutcome.SKIPPED;
		}
		ArrayNode values = JsonNodeFactory.instance.arrayNode(this.outcomes.length);
		ArrayNode shown = JsonNodeFactory.instance.arrayNode(this.outcomes.length);
		List<HttpHeaders> headers = new ArrayList<>();
		for (PartOutcome outcome : this.outcomes) {
			boolean there = outcome != null && outcome.failure() == null;
			PartOutcome known = there ? outcome : PartOutcome.SKIPPED.orElse(this.part.part().result().fallback());
			headers.addAll((outcome != null) ? outcome.headers() : List.of());
			add(values, known.value());
			// Fallbacks stand there as they are
			add(shown, there ? shown(known).shown() : known.shown());
		}
		return new PartOutcome(values, shown, null, headers, null);
	}

	private static void add(ArrayNode array, @Nullable JsonNode value) {
		array.add((value != null) ? value : JsonNodeFactory.instance.nullNode());
	}

	private PartOutcome shown(PartOutcome outcome) {
		JsonNode value = outcome.value();
		if (value == null) {
			return outcome;
		}
		PartResult result = this.part.part().result();
		JsonNode shown = result.shaping().apply(value);
		if (result.flatten() && shown != null && !shown.isNull() && !shown.isObject()) {
			return PartOutcome.failed(PartFailure.of(PartFailure.Type.INVALID_BODY,
					"its value is no object, so that it can't be flattened"));
		}
		return new PartOutcome(value, shown, outcome.failure(), outcome.headers(), outcome.open());
	}

}
