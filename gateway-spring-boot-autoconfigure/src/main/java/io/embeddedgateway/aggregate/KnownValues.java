package io.embeddedgateway.aggregate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.embeddedgateway.aggregate.Reference.Source;

/**
 * The values that parts may use while others are still under way.
 */
final class KnownValues {

	private final PartGraph graph;

	private final RequestView request;

	private final PartOutcomes outcomes;

	KnownValues(PartGraph graph, RequestView request, PartOutcomes outcomes) {
		this.graph = graph;
		this.request = request;
		this.outcomes = outcomes;
	}

	/**
	 * The values for a call.
	 * @param item the element for which it is, or {@code null}
	 * @return the values
	 */
	Values with(@Nullable JsonNode item) {
		return (reference) -> switch (reference.source()) {
			case ITEM -> (item != null) ? reference.path().value(item) : null;
			case NAMED -> named(reference);
			default -> this.request.of(reference);
		};
	}

	private @Nullable JsonNode named(Reference reference) {
		if (this.graph.part(reference.name()) == null) {
			return this.request.of(reference);
		}
		JsonNode value = this.outcomes.value(reference.name());
		return (value != null) ? reference.path().value(value) : null;
	}

	/**
	 * Why a value that a part can't do without is not there, if another part is the
	 * reason.
	 * @param part the part
	 * @return how the part ends because of that, or {@code null} if none is the reason
	 */
	@Nullable PartOutcome without(PlannedPart part) {
		PartOutcome reason = null;
		for (Reference reference : part.required()) {
			PartOutcome needed = (reference.source() == Source.NAMED) ? this.outcomes.of(reference.name()) : null;
			if (needed != null && needed.failure() != null && needed.value() == null) {
				return PartOutcome.failed(PartFailure.of(PartFailure.Type.DEPENDENCY,
						"part '" + reference.name() + "', whose value it needs, has failed"));
			}
			if (needed != null && needed.isSkipped()) {
				reason = PartOutcome.SKIPPED;
			}
		}
		return reason;
	}

}
