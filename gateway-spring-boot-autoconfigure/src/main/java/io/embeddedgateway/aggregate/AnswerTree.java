package io.embeddedgateway.aggregate;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import io.embeddedgateway.aggregate.PartOutcomes.Failed;

/**
 * Puts the values of parts together, in one way whoever answered first.
 */
final class AnswerTree {

	private final PartGraph graph;

	private final AnswerPolicy policy;

	private final List<PlannedPart> flattened;

	AnswerTree(PartGraph graph) {
		this.graph = graph;
		this.policy = graph.policy().answer();
		this.flattened = graph.parts()
			.stream()
			.filter((part) -> part.isAnswered() && part.part().result().flatten())
			.sorted(Comparator.comparingInt((PlannedPart part) -> part.part().result().order()))
			.toList();
	}

	/**
	 * Make the answer.
	 * @param request the values of the request
	 * @param outcomes how the parts have ended
	 * @param streamed stands for the part that is passed on as it comes
	 * @return the answer
	 * @throws PartFailedException if a part does not fit in
	 */
	JsonNode make(RequestView request, PartOutcomes outcomes, JsonNode streamed) {
		JsonTemplate shape = this.policy.shape();
		JsonNode answer = (shape != null) ? shaped(shape, request, outcomes, streamed) : fields(outcomes, streamed);
		List<Failed> failures = outcomes.failures();
		String field = this.policy.errors();
		// What a service calls so must not stand in its place
		boolean taken = shape != null && field != null && answer.has(field);
		if (field != null && !taken && !failures.isEmpty() && answer instanceof ObjectNode object) {
			object.set(field, errors(failures));
		}
		return answer;
	}

	private JsonNode shaped(JsonTemplate shape, RequestView request, PartOutcomes outcomes, JsonNode streamed) {
		JsonNode answer = shape.expand((reference) -> {
			PlannedPart part = (reference.source() == Reference.Source.NAMED) ? this.graph.part(reference.name())
					: null;
			if (part == null) {
				return request.of(reference);
			}
			JsonNode value = value(part, outcomes, streamed);
			return (value != null) ? reference.path().value(value) : null;
		});
		return (answer != null) ? answer : NullNode.getInstance();
	}

	private ObjectNode fields(PartOutcomes outcomes, JsonNode streamed) {
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		for (PlannedPart part : this.graph.parts()) {
			if (part.isAnswered() && !part.part().result().flatten()) {
				JsonNode value = value(part, outcomes, streamed);
				if (value != null) {
					root.set(part.part().result().as(), value);
				}
			}
		}
		for (PlannedPart part : this.flattened) {
			if (value(part, outcomes, streamed) instanceof ObjectNode object) {
				merge(part, object, root);
			}
		}
		return root;
	}

	private void merge(PlannedPart part, ObjectNode object, ObjectNode root) {
		try {
			Merging.into(root, object, this.policy.conflict());
		}
		catch (ConflictException ex) {
			throw new PartFailedException(part.name(),
					PartFailure.of(PartFailure.Type.INVALID_BODY, String.valueOf(ex.getMessage())), false);
		}
	}

	private static @Nullable JsonNode value(PlannedPart part, PartOutcomes outcomes, JsonNode streamed) {
		PartOutcome outcome = Objects.requireNonNull(outcomes.of(part));
		return (outcome.open() != null) ? streamed : outcome.shown();
	}

	private static ArrayNode errors(List<Failed> failures) {
		ArrayNode errors = JsonNodeFactory.instance.arrayNode();
		for (Failed failed : failures) {
			ObjectNode error = errors.addObject();
			error.put("part", failed.part().name());
			if (failed.element() >= 0) {
				error.put("element", failed.element());
			}
			if (failed.failure().status() != null) {
				error.put("status", failed.failure().status().value());
			}
			error.put("type", failed.failure().type().toString());
		}
		return errors;
	}

}
