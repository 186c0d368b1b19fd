package io.embeddedgateway.routing;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Routes that can't stand together, or can't be built, with all that is wrong with them.
 */
public final class RouteTableException extends RuntimeException {

	private final transient List<RouteProblem> problems;

	RouteTableException(List<RouteProblem> problems) {
		super(problems.stream().map(RouteProblem::toString).collect(Collectors.joining("; ")));
		this.problems = List.copyOf(problems);
	}

	/**
	 * All that is wrong.
	 * @return at least one problem
	 */
	public List<RouteProblem> problems() {
		return this.problems;
	}

}
