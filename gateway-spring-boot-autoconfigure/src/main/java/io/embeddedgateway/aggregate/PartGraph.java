package io.embeddedgateway.aggregate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.OutboundPolicy;
import io.embeddedgateway.Route;
import io.embeddedgateway.Target;
import io.embeddedgateway.aggregate.Reference.Source;

/**
 * The parts of an aggregation, with what each needs of the others. Whatever can be wrong
 * with it is found when it is made.
 */
final class PartGraph {

	private final AggregatePolicy policy;

	private final List<PlannedPart> parts = new ArrayList<>();

	private final Map<String, PlannedPart> byName = new LinkedHashMap<>();

	private boolean readsBody;

	private PartGraph(AggregatePolicy policy) {
		this.policy = policy;
	}

	/**
	 * Make the graph of a route.
	 * @param route the route
	 * @param policy its aggregation
	 * @param chains makes the way along the route of a part
	 * @return the graph
	 * @throws InvalidAggregateException if something about it is wrong, with all that is
	 */
	static PartGraph of(Route route, AggregatePolicy policy, Function<Route, GatewayFilterChain> chains) {
		PartGraph graph = new PartGraph(policy);
		Set<String> variables = route.pathVariableNames();
		List<AggregateMistake> problems = new ArrayList<>();
		Set<String> names = names(policy, problems);
		GraphCheck check = new GraphCheck(policy, variables, names, problems);
		check.references();
		if (problems.isEmpty()) {
			for (Part part : policy.parts()) {
				graph.add(part, route, chains);
			}
			graph.link();
			check.uses(graph);
		}
		if (!problems.isEmpty()) {
			throw new InvalidAggregateException(problems);
		}
		return graph;
	}

	// A part is known by the name of its field as well
	private static Set<String> names(AggregatePolicy policy, List<AggregateMistake> problems) {
		Set<String> names = new TreeSet<>();
		for (Part part : policy.parts()) {
			String as = part.result().as();
			if (!names.add(part.name()) || !(as.equals(part.name()) || names.add(as))) {
				problems.add(new AggregateMistake("parts." + part.name(),
						"there is another part '" + part.name() + "' or '" + as + "'. Give them different names"));
			}
		}
		return names;
	}

	private void add(Part part, Route route, Function<Route, GatewayFilterChain> chains) {
		PartTarget target = part.target();
		Route.Builder way = Route.builder(route.id() + "." + part.name())
			.path(route.paths().stream().map((pattern) -> pattern.getPatternString()).toArray(String[]::new))
			.origin(route.origin());
		route.metadata().forEach(way::metadata);
		part.policies().forEach(way::with);
		inherited(route, part).forEach(way::with);
		Route own = (target instanceof PartTarget.Bean bean) ? way.answer(new BeanPart(bean.source()))
				: way.to(((PartTarget.Call) target).target());
		PlannedPart planned = new PlannedPart(this.parts.size(), part, new BitSet(), own, chains.apply(own));
		this.parts.add(planned);
		this.byName.put(part.name(), planned);
		this.byName.put(part.result().as(), planned);
	}

	private static List<Object> inherited(Route route, Part part) {
		boolean leaves = part.target() instanceof PartTarget.Call call && !(call.target() instanceof Target.Local);
		return leaves ? route.policies()
			.stream()
			.filter(OutboundPolicy.class::isAssignableFrom)
			.<Object>map((type) -> Objects.requireNonNull(route.policy(type)))
			.toList() : List.of();
	}

	private void link() {
		for (PlannedPart part : this.parts) {
			PartReferences.forEach(part.part(), (setting, reference) -> {
				need(part, reference.name(), reference.source());
				this.readsBody |= reference.source() == Source.BODY;
			});
			part.part().flow().after().forEach((name) -> need(part, name, Source.NAMED));
		}
		JsonTemplate shape = this.policy.answer().shape();
		if (shape == null) {
			this.parts.stream().filter((part) -> !part.part().result().hidden()).forEach(PlannedPart::answered);
			return;
		}
		for (Reference reference : shape.references()) {
			PlannedPart named = this.byName.get(reference.name());
			if (named != null && reference.source() == Source.NAMED) {
				named.answered();
			}
			this.readsBody |= reference.source() == Source.BODY;
		}
	}

	private void need(PlannedPart part, String name, Source source) {
		PlannedPart needed = this.byName.get(name);
		if (needed != null && source == Source.NAMED) {
			part.needs().set(needed.index());
			needed.dependents().set(part.index());
		}
	}

	AggregatePolicy policy() {
		return this.policy;
	}

	List<PlannedPart> parts() {
		return this.parts;
	}

	@Nullable PlannedPart part(String name) {
		return this.byName.get(name);
	}

	/**
	 * Whether the body of the client's request is to be read as JSON.
	 * @return {@code true} if a template refers to it
	 */
	boolean readsBody() {
		return this.readsBody;
	}

}
