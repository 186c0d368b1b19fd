package io.embeddedgateway.routing;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.Route;

/**
 * What becomes of a request, and why. Immutable.
 *
 * @param question the request
 * @param outcome who answers
 * @param route the route on which the request is, or {@code null} if it is on none
 * @param path the pattern of the path by which the route matches, or {@code null}
 * @param why why so, for people to read
 * @param status the status of the answer if the gateway gives it, else {@code null}
 * @param candidates the routes that match or nearly do, most specific first
 * @param steps the filters of the route in their order
 * @param entered the request as it enters the route, or {@code null} if it is on none.
 * Its headers may have secrets
 * @param arrived the request as it arrives at the target of the route, or {@code null} if
 * it does not get there. Its headers may have secrets
 */
public record RouteExplanation(RouteQuestion question, RouteOutcome outcome, @Nullable Route route,
		@Nullable String path, String why, @Nullable HttpStatusCode status, List<RouteCandidate> candidates,
		List<ExplainedStep> steps, @Nullable GatewayExchange entered, @Nullable GatewayExchange arrived) {

	/**
	 * Keep what is given.
	 */
	public RouteExplanation {
		candidates = List.copyOf(candidates);
		steps = List.copyOf(steps);
	}

	static RouteExplanation of(RouteQuestion question, RouteOutcome outcome, String why,
			@Nullable HttpStatusCode status) {
		return new RouteExplanation(question, outcome, null, null, why, status, List.of(), List.of(), null, null);
	}

	RouteExplanation with(RouteOutcome outcome, String why, @Nullable HttpStatusCode status) {
		return new RouteExplanation(this.question, outcome, this.route, this.path, why, status, this.candidates,
				this.steps, this.entered, this.arrived);
	}

	RouteExplanation with(List<RouteCandidate> candidates) {
		return new RouteExplanation(this.question, this.outcome, this.route, this.path, this.why, this.status,
				candidates, this.steps, this.entered, this.arrived);
	}

	/**
	 * The explanation in words, without secrets.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder().append(this.question)
			.append(": ")
			.append(this.outcome)
			.append((this.status != null) ? " " + this.status.value() : "")
			.append(", because ")
			.append(this.why);
		this.candidates.forEach((candidate) -> text.append("\n  route ").append(candidate));
		this.steps.forEach((step) -> text.append("\n  filter ").append(step));
		return text.toString();
	}

}
