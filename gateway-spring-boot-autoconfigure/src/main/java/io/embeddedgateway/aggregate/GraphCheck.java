package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.MethodRules;
import io.embeddedgateway.aggregate.Reference.Source;

/**
 * Finds what is wrong with an aggregation.
 */
final class GraphCheck {

	private static final String SHAPE = "response.shape";

	private final AggregatePolicy policy;

	private final Set<String> variables;

	private final Set<String> names;

	private final List<AggregateMistake> problems;

	GraphCheck(AggregatePolicy policy, Set<String> variables, Set<String> names, List<AggregateMistake> problems) {
		this.policy = policy;
		this.variables = variables;
		this.names = names;
		this.problems = problems;
	}

	/**
	 * Check that all references refer to something.
	 */
	void references() {
		for (Part part : this.policy.parts()) {
			boolean each = part.flow().forEach() != null;
			PartReferences.forEach(part, (setting, reference) -> {
				String place = "parts." + part.name() + "." + setting;
				boolean item = each && !setting.equals("for-each") && !setting.equals("when");
				reference(place, reference, part.name(), item);
			});
			for (String name : part.flow().after()) {
				if (!this.names.contains(name)) {
					add("parts." + part.name() + ".after",
							"there is no part '" + name + "'. Write one of " + this.names);
				}
			}
			streamed(part);
		}
		JsonTemplate shape = this.policy.answer().shape();
		if (shape != null) {
			shape.references().forEach((reference) -> reference(SHAPE, reference, "", false));
		}
	}

	private void reference(String place, Reference reference, String self, boolean item) {
		String name = reference.name();
		if (reference.source() == Source.ITEM && !item) {
			add(place, "'{" + reference.text() + "}' is the element of a 'for-each', and there is none");
		}
		if (reference.source() != Source.NAMED) {
			return;
		}
		boolean part = this.names.contains(name);
		boolean variable = this.variables.contains(name);
		if (part && variable) {
			add(place, "'{" + reference.text() + "}' can be the part or the variable of the path. Rename one of them");
		}
		else if (!part && !variable) {
			Set<String> known = new TreeSet<>(this.names);
			known.addAll(this.variables);
			add(place, "'{" + reference.text() + "}' is neither a part nor a variable of the path. There is " + known);
		}
		else if (variable && !reference.path().equals(JsonPath.ROOT)) {
			add(place, "'{" + reference.text() + "}' is a variable of the path, and has no fields");
		}
		else if (part && name.equals(self)) {
			add(place, "'{" + reference.text() + "}' is the value of the part itself");
		}
		else if (part && !place.equals(SHAPE) && streamed(reference)) {
			add(place,
					"'{" + reference.text() + "}' is passed on as it comes. Remove 'stream', or do without the value");
		}
	}

	private boolean streamed(Reference reference) {
		return this.policy.parts().stream().anyMatch((part) -> part.result().stream() && isOf(part, reference));
	}

	private static boolean isOf(Part part, Reference reference) {
		return reference.source() == Source.NAMED
				&& (reference.name().equals(part.name()) || reference.name().equals(part.result().as()));
	}

	private void streamed(Part part) {
		PartResult result = part.result();
		if (!result.stream()) {
			return;
		}
		boolean changed = !result.shaping().equals(Shaping.NONE) || result.flatten() || result.hidden()
				|| part.flow().forEach() != null || part.target() instanceof PartTarget.Bean
				|| result.type() != BodyType.JSON;
		if (changed) {
			add("parts." + part.name() + ".stream",
					"what is passed on as it comes is JSON of one call, and can't be changed. Remove 'stream', or "
							+ "'pick', 'drop', 'rename', 'target', 'flatten', 'hidden', 'for-each', 'bean' and 'type'");
		}
		if (this.policy.parts().stream().filter((other) -> other.result().stream()).count() > 1) {
			add("parts." + part.name() + ".stream", "only one part can be passed on as it comes");
		}
		if (this.policy.answer().customizer() != null) {
			add("parts." + part.name() + ".stream", "a customizer can't see what is passed on as it comes. Remove one");
		}
		JsonTemplate shape = this.policy.answer().shape();
		if (shape != null && !isOnceIn(shape, part)) {
			add(SHAPE, "part '" + part.name() + "' is passed on as it comes, so that '{" + part.name()
					+ "}' has to stand there once, and as a whole value. Write it so, or remove 'stream'");
		}
	}

	private static boolean isOnceIn(JsonTemplate shape, Part part) {
		return shape.references().stream().filter((reference) -> isOf(part, reference)).count() == 1 && shape.values()
			.stream()
			.anyMatch((reference) -> isOf(part, reference) && reference.path().equals(JsonPath.ROOT));
	}

	/**
	 * Check that the parts go together.
	 * @param graph the parts
	 */
	void uses(PartGraph graph) {
		for (PlannedPart part : graph.parts()) {
			boolean acts = !MethodRules.isSafe(part.part().call().method());
			if (!part.isAnswered() && part.dependents().isEmpty() && !(acts && part.part().result().hidden())) {
				add("parts." + part.name(),
						"nobody uses its value. Refer to it in 'response.shape' or in another part, " + "or remove it"
								+ (acts ? "; if it is called for what it does, write 'hidden: true'" : ""));
			}
		}
		Set<String> done = new HashSet<>();
		for (PlannedPart part : graph.parts()) {
			List<String> cycle = cycle(graph, part, new ArrayList<>(), done);
			if (cycle != null) {
				add("parts." + part.name(), "waits for itself: " + String.join(" -> ", cycle));
			}
		}
		if (this.policy.answer().shape() == null) {
			fields();
		}
		else {
			shaped();
		}
	}

	private static @Nullable List<String> cycle(PartGraph graph, PlannedPart part, List<String> way, Set<String> done) {
		int start = way.indexOf(part.name());
		if (start >= 0) {
			List<String> cycle = new ArrayList<>(way.subList(start, way.size()));
			cycle.add(part.name());
			return cycle;
		}
		if (!done.add(part.name())) {
			return null;
		}
		way.add(part.name());
		for (int next = part.needs().nextSetBit(0); next >= 0; next = part.needs().nextSetBit(next + 1)) {
			List<String> cycle = cycle(graph, graph.parts().get(next), way, done);
			if (cycle != null) {
				return cycle;
			}
		}
		way.remove(way.size() - 1);
		return null;
	}

	private void fields() {
		Map<String, String> fields = new HashMap<>();
		Map<Integer, String> orders = new HashMap<>();
		for (Part part : this.policy.parts()) {
			PartResult result = part.result();
			if (result.hidden()) {
				continue;
			}
			if (result.flatten() && part.flow().forEach() != null) {
				add("parts." + part.name() + ".flatten",
						"a 'for-each' makes a list, which has no fields of its own. Remove 'flatten', or 'for-each'");
			}
			String other = result.flatten() ? orders.putIfAbsent(result.order(), part.name())
					: fields.putIfAbsent(result.as(), part.name());
			if (other != null && !result.flatten()) {
				add("parts." + part.name() + ".as",
						"part '" + other + "' has the field '" + result.as() + "' as well. Write different names");
			}
			if (other != null && result.flatten() && this.policy.answer().conflict() != ConflictRule.ERROR) {
				add("parts." + part.name() + ".order", "part '" + other
						+ "' is flattened as well. Write for each an 'order' of its own, so that it is clear which is first");
			}
			if (!result.flatten() && result.as().equals(this.policy.answer().errors())) {
				add("parts." + part.name() + ".as", "the field '" + result.as()
						+ "' tells which parts have failed. Write another name, or 'response.errors'");
			}
		}
	}

	private void shaped() {
		for (Part part : this.policy.parts()) {
			if (part.result().flatten()) {
				add("parts." + part.name(), "'flatten' says nothing where there is a 'response.shape'. Remove one");
			}
		}
	}

	private void add(String place, String problem) {
		this.problems.add(new AggregateMistake(place, problem));
	}

}
