package io.embeddedgateway.test;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.embeddedgateway.Caller;
import io.embeddedgateway.routing.RouteExplainer;
import io.embeddedgateway.routing.RouteExplanation;
import io.embeddedgateway.routing.RouteQuestion;

/**
 * A request of which a test says what is to become. Immutable.
 */
public final class TestedRequest {

	private static final int MOST_SECONDS = 30;

	private final RouteExplainer explainer;

	private final RouteQuestion question;

	TestedRequest(RouteExplainer explainer, RouteQuestion question) {
		this.explainer = explainer;
		this.question = question;
	}

	private TestedRequest with(RouteQuestion question) {
		return new TestedRequest(this.explainer, question);
	}

	/**
	 * This request with a header.
	 * @param name its name
	 * @param value its value
	 * @return the changed request
	 */
	public TestedRequest header(String name, String value) {
		return with(this.question.withHeader(name, value));
	}

	/**
	 * This request to a host.
	 * @param host the host, and its port if there is one
	 * @return the changed request
	 */
	public TestedRequest host(String host) {
		return with(this.question.withHost(host));
	}

	/**
	 * This request from an address.
	 * @param address the IP address of the client, or of the proxy that is connected
	 * @return the changed request
	 */
	public TestedRequest from(String address) {
		return with(this.question.from(address));
	}

	/**
	 * This request of a caller, who needs no credentials.
	 * @param caller the caller
	 * @return the changed request
	 */
	public TestedRequest as(Caller caller) {
		return with(this.question.withCaller(caller));
	}

	/**
	 * This request of a caller without scopes, roles and claims.
	 * @param name the name of the caller
	 * @return the changed request
	 */
	public TestedRequest as(String name) {
		return as(Caller.named(name));
	}

	/**
	 * What becomes of the request.
	 * @return the explanation
	 */
	public RouteExplanation explanation() {
		try {
			// A test waits; nothing else does
			return this.explainer.explain(this.question).toFuture().get(MOST_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + this.question + " was explained", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(this.question + " could not be explained", ex);
		}
	}

	/**
	 * The outcome, for further expectations.
	 * @return the outcome
	 */
	public TestedOutcome expect() {
		return new TestedOutcome(explanation());
	}

	/**
	 * Expect that the request goes to a service.
	 * @param target the id of the service, or scheme, host and port of the server that
	 * the route has instead
	 * @return the outcome, for further expectations
	 * @throws AssertionError if it does not, with the explanation
	 */
	public TestedOutcome goesTo(String target) {
		return expect().goesTo(target);
	}

	/**
	 * Expect that the request is on a route.
	 * @param routeId the id of the route
	 * @return the outcome, for further expectations
	 * @throws AssertionError if it is not, with the explanation
	 */
	public TestedOutcome matches(String routeId) {
		return expect().matches(routeId);
	}

	/**
	 * Expect that the gateway answers by itself.
	 * @param status the status
	 * @return the outcome, for further expectations
	 * @throws AssertionError if it does not, with the explanation
	 */
	public TestedOutcome isAnsweredWith(int status) {
		return expect().isAnsweredWith(status);
	}

	/**
	 * Expect that a handler of the application answers, guarded by a route or not.
	 * @return the outcome, for further expectations
	 * @throws AssertionError if none does, with the explanation
	 */
	public TestedOutcome isAnsweredByOwnHandler() {
		return expect().isAnsweredByOwnHandler();
	}

	/**
	 * Expect that the request is on no route.
	 * @return the outcome, for further expectations
	 * @throws AssertionError if it is, with the explanation
	 */
	public TestedOutcome hasNoRoute() {
		return expect().hasNoRoute();
	}

	/**
	 * Expect that a rate limit counts the request.
	 * @param policy the name of the limit, or {@code route:} and the id of the route
	 * whose own it is
	 * @return the outcome, for further expectations
	 * @throws AssertionError if it does not, with the explanation
	 */
	public TestedOutcome isLimitedBy(String policy) {
		return expect().isLimitedBy(policy);
	}

	@Override
	public String toString() {
		return this.question.toString();
	}

}
