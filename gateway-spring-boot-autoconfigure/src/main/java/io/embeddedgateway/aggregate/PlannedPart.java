package io.embeddedgateway.aggregate;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

import io.embeddedgateway.GatewayFilterChain;
import io.embeddedgateway.Route;

/**
 * A part with its place in the graph.
 */
final class PlannedPart {

	private final int index;

	private final Part part;

	private final BitSet needs;

	private final List<Reference> required;

	private final BitSet dependents = new BitSet();

	private final Route route;

	private final GatewayFilterChain chain;

	private boolean answered;

	/**
	 * Create a planned part.
	 * @param index its place among all parts
	 * @param part the part
	 * @param needs the places of the parts that have to be over before
	 * @param route the route that leads to its target
	 * @param chain the way along that route
	 */
	PlannedPart(int index, Part part, BitSet needs, Route route, GatewayFilterChain chain) {
		this.index = index;
		this.part = part;
		this.needs = needs;
		this.required = required(part);
		this.route = route;
		this.chain = chain;
	}

	int index() {
		return this.index;
	}

	Part part() {
		return this.part;
	}

	String name() {
		return this.part.name();
	}

	Route route() {
		return this.route;
	}

	GatewayFilterChain chain() {
		return this.chain;
	}

	BitSet needs() {
		return this.needs;
	}

	BitSet dependents() {
		return this.dependents;
	}

	boolean isAnswered() {
		return this.answered;
	}

	void answered() {
		this.answered = true;
	}

	/**
	 * What decides whether the part can be called at all.
	 * @return the references in its path and for-each
	 */
	List<Reference> required() {
		return this.required;
	}

	private static List<Reference> required(Part part) {
		List<Reference> path = part.call().path().references();
		Reference forEach = part.flow().forEach();
		return (forEach != null) ? Stream.concat(Stream.of(forEach), path.stream()).toList() : path;
	}

}
