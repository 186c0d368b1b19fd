package io.embeddedgateway.test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.routing.ExplainedStep;
import io.embeddedgateway.routing.RouteExplanation;
import io.embeddedgateway.routing.RouteOutcome;
import io.embeddedgateway.text.KebabCase;

/**
 * What became of a request, for expectations. The message of an expectation that is not
 * met is the explanation.
 */
public final class TestedOutcome {

	private final RouteExplanation explanation;

	TestedOutcome(RouteExplanation explanation) {
		this.explanation = explanation;
	}

	/**
	 * What became of the request.
	 * @return the explanation
	 */
	public RouteExplanation explanation() {
		return this.explanation;
	}

	/**
	 * Expect that the request goes to a service, whether it has instances or not.
	 * @param target the id of the service, or scheme, host and port of a server
	 * @return this
	 */
	public TestedOutcome goesTo(String target) {
		Object service = details(FilterStage.TARGET).get("service");
		return check(target.equals(service), "to go to '" + target + "'",
				(service != null) ? "it goes to '" + service + "'" : "it goes to no service");
	}

	/**
	 * Expect that an aggregate asks a service, a server or the application for a part.
	 * @param part the name of the part
	 * @param target the target, such as {@code service orders}
	 * @return this
	 */
	public TestedOutcome asks(String part, String target) {
		List<?> parts = (details(FilterStage.TARGET).get("parts") instanceof List<?> list) ? list : List.of();
		boolean asked = parts.stream()
			.anyMatch((each) -> each instanceof Map<?, ?> told && part.equals(told.get("name"))
					&& target.equals(told.get("target")));
		return check(asked, "to ask " + target + " for part '" + part + "'", "its parts are " + parts);
	}

	/**
	 * Expect that the request is on a route.
	 * @param routeId the id of the route
	 * @return this
	 */
	public TestedOutcome matches(String routeId) {
		String id = (this.explanation.route() != null) ? this.explanation.route().id() : null;
		return check(routeId.equals(id), "to be on route '" + routeId + "'",
				(id != null) ? "it is on route '" + id + "'" : "it is on no route");
	}

	/**
	 * Expect a method at the target.
	 * @param method the method
	 * @return this
	 */
	public TestedOutcome withMethod(String method) {
		String actual = arrived().method().name();
		return check(actual.equals(method), "to arrive with method " + method, "it has " + actual);
	}

	/**
	 * Expect a path at the target.
	 * @param path the path, percent-encoded
	 * @return this
	 */
	public TestedOutcome withPath(String path) {
		String actual = arrived().rawPath();
		return check(actual.equals(path), "to arrive with path " + path, "it has " + actual);
	}

	/**
	 * Expect a query parameter at the target.
	 * @param name its name, decoded
	 * @param value its value, decoded
	 * @return this
	 */
	public TestedOutcome withQuery(String name, String value) {
		return check(arrived().queryValues(name).contains(value), "to arrive with query parameter " + name,
				"it has another value or none");
	}

	/**
	 * Expect that a query parameter does not get to the target.
	 * @param name its name, decoded
	 * @return this
	 */
	public TestedOutcome withoutQuery(String name) {
		return check(arrived().queryValues(name).isEmpty(), "to arrive without query parameter " + name, "it has one");
	}

	/**
	 * Expect a header at the target, of the request or of those that the gateway writes.
	 * @param name its name
	 * @param value its value; one of them if there are several
	 * @return this
	 */
	public TestedOutcome withHeader(String name, String value) {
		return check(headerValues(name).contains(value), "to arrive with header " + name,
				headerValues(name).isEmpty() ? "it has none" : "it has another value");
	}

	/**
	 * Expect that a header does not get to the target.
	 * @param name its name
	 * @return this
	 */
	public TestedOutcome withoutHeader(String name) {
		return check(headerValues(name).isEmpty(), "to arrive without header " + name, "it has one");
	}

	/**
	 * Expect that the gateway answers by itself.
	 * @param status the status
	 * @return this
	 */
	public TestedOutcome isAnsweredWith(int status) {
		Integer actual = (this.explanation.status() != null) ? this.explanation.status().value() : null;
		return check(Objects.equals(actual, status), "to be answered with " + status,
				(actual != null) ? "it is answered with " + actual : "the gateway does not answer it");
	}

	/**
	 * Expect that the gateway redirects.
	 * @param location where to
	 * @return this
	 */
	public TestedOutcome redirectsTo(String location) {
		Object actual = details(FilterStage.TARGET).get("location");
		return check(location.equals(actual), "to be redirected to " + location,
				(actual != null) ? "it is redirected to " + actual : "it is not redirected");
	}

	/**
	 * Expect that a handler of the application answers, guarded by a route or not.
	 * @return this
	 */
	public TestedOutcome isAnsweredByOwnHandler() {
		RouteOutcome outcome = this.explanation.outcome();
		boolean own = outcome == RouteOutcome.OWN_HANDLER || outcome == RouteOutcome.LOCAL;
		return check(own && this.explanation.status() == null, "to be answered by a handler of the application",
				"the outcome is " + KebabCase.of(outcome));
	}

	/**
	 * Expect that the request is on no route.
	 * @return this
	 */
	public TestedOutcome hasNoRoute() {
		return check(this.explanation.route() == null, "to be on no route", "it is on one");
	}

	/**
	 * Expect that a rate limit counts the request.
	 * @param policy the name of the limit, or {@code route:} and the id of the route
	 * whose own it is
	 * @return this
	 */
	public TestedOutcome isLimitedBy(String policy) {
		boolean limited = this.explanation.steps()
			.stream()
			.filter((step) -> step.stage() == FilterStage.ADDRESS_LIMIT || step.stage() == FilterStage.RATE_LIMIT)
			.anyMatch((step) -> policy.equals(step.details().get("policy")));
		return check(limited, "to be limited by '" + policy + "'", "it does not get to such a limit");
	}

	/**
	 * Expect that a filter answers or refuses the request.
	 * @param name the name of its feature, such as {@code auth}, or of the bean
	 * @return this
	 */
	public TestedOutcome isAnsweredBy(String name) {
		boolean answers = this.explanation.steps()
			.stream()
			.anyMatch((step) -> step.name().equals(name) && step.effect() == ExplainedStep.Effect.ANSWERS);
		return check(answers, "to be answered by filter '" + name + "'", "that one does not answer");
	}

	// As they are sent, if anybody can be sent them; secrets are only in the request
	// itself
	private List<String> headerValues(String name) {
		List<String> values = arrived().headers().getOrEmpty(name);
		if (!(details(FilterStage.TARGET).get("headers") instanceof Map<?, ?> written)) {
			return values;
		}
		for (Map.Entry<?, ?> header : written.entrySet()) {
			String value = String.valueOf(header.getValue());
			if (name.equalsIgnoreCase(String.valueOf(header.getKey()))) {
				return (value.equals(SecretNames.MASK) || value.equals(String.join(", ", values))) ? values
						: List.of(value);
			}
		}
		return List.of();
	}

	private GatewayRequest arrived() {
		GatewayExchange arrived = this.explanation.arrived();
		if (arrived == null) {
			throw failure("to arrive at a target", "it does not get there");
		}
		return arrived.request();
	}

	private Map<String, Object> details(FilterStage stage) {
		return this.explanation.steps()
			.stream()
			.filter((step) -> step.stage() == stage)
			.findFirst()
			.map(ExplainedStep::details)
			.orElse(Map.of());
	}

	private TestedOutcome check(boolean met, String expected, @Nullable String actual) {
		if (!met) {
			throw failure(expected, actual);
		}
		return this;
	}

	private AssertionError failure(String expected, @Nullable String actual) {
		return new AssertionError("Expected the request " + expected + ", but " + actual + ".\n" + this.explanation);
	}

	@Override
	public String toString() {
		return this.explanation.toString();
	}

}
