package io.embeddedgateway.routing;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.HandlerMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.GatewayException;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;

/**
 * Explains the ends of one request.
 */
final class Explanations implements Steering.Ends<RouteExplanation> {

	private final RouteQuestion question;

	private final OwnHandlers own;

	/**
	 * Create the explanations of a request.
	 * @param question the request
	 * @param own the handlers of the application
	 */
	Explanations(RouteQuestion question, OwnHandlers own) {
		this.question = question;
		this.own = own;
	}

	@Override
	public Mono<RouteExplanation> ambiguous(String problem, Arrival arrival) {
		return Mono.just(RouteExplanation.of(this.question, RouteOutcome.REFUSED, problem, HttpStatus.BAD_REQUEST));
	}

	@Override
	public Mono<RouteExplanation> refused(GatewayException refusal, Arrival arrival) {
		String why = "a condition of a route can't be checked: " + refusal.detail();
		return Mono.just(RouteExplanation.of(this.question, RouteOutcome.REFUSED, why, refusal.status())
			.with(new Candidates(arrival, null).find()));
	}

	@Override
	public Mono<RouteExplanation> route(RouteMatch match, Arrival arrival) {
		GatewayRequest request = WebSocketHandshake.open(arrival.request(), arrival.exchange().getRequest(),
				arrival.netty());
		List<RouteCandidate> candidates = new Candidates(arrival, match.entry()).find();
		long matching = candidates.stream().filter(RouteCandidate::matched).count();
		String why = "path and conditions of route '" + match.entry().route().id() + "' match"
				+ ((matching > 1) ? ", and it goes before the others that match" : "");
		return walk(match, arrival.on(match, request))
			.map((walk) -> explanation(RouteOutcome.ROUTE, why, match, walk, candidates));
	}

	@Override
	public Mono<RouteExplanation> guarded(RouteMatch match, Arrival arrival) {
		List<RouteCandidate> candidates = new Candidates(arrival, match.entry()).find();
		String guard = "guarded by the local route '" + match.entry().route().id() + "'";
		return handler(arrival).flatMap((handler) -> walk(match, arrival.on(match, arrival.request())).map((walk) -> {
			RouteExplanation explanation = explanation(RouteOutcome.LOCAL, handler.why(guard), match, walk, candidates);
			boolean unhandled = explanation.status() == null && handler.status() != null;
			return unhandled ? explanation.with(RouteOutcome.LOCAL, handler.why(guard), handler.status()) : explanation;
		}));
	}

	@Override
	public Mono<RouteExplanation> application(Arrival arrival) {
		List<RouteCandidate> candidates = new Candidates(arrival, null).find();
		return handler(arrival).map((handler) -> {
			boolean found = handler.name() != null || !isNotFound(handler.status());
			RouteOutcome outcome = found ? RouteOutcome.OWN_HANDLER : RouteOutcome.NOT_FOUND;
			return RouteExplanation.of(this.question, outcome, handler.why("which no route guards"), handler.status())
				.with(candidates);
		});
	}

	@Override
	public Mono<RouteExplanation> withoutRoute(@Nullable RouteMatch guard, Arrival arrival) {
		Mono<RouteExplanation> local = (guard != null) ? guarded(guard, arrival) : application(arrival);
		return local.map((explanation) -> {
			boolean reached = explanation.steps()
				.stream()
				.noneMatch((step) -> step.effect() == ExplainedStep.Effect.ANSWERS);
			if (!reached || !isNotFound(explanation.status())) {
				return explanation;
			}
			Set<HttpMethod> methods = arrival.table()
				.allowedMethods(arrival.request(), arrival.client(), arrival.path());
			HttpStatus status = HttpMethod.OPTIONS.equals(arrival.request().method()) ? HttpStatus.NO_CONTENT
					: HttpStatus.METHOD_NOT_ALLOWED;
			return methods.isEmpty() ? explanation : explanation.with(RouteOutcome.METHOD_NOT_ALLOWED,
					"routes match but for the method. Allowed are " + MethodNotAllowed.allowed(methods), status);
		});
	}

	private static boolean isNotFound(@Nullable HttpStatusCode status) {
		return status != null && status.value() == HttpStatus.NOT_FOUND.value();
	}

	private Mono<Handler> handler(Arrival arrival) {
		return this.own.handlerFor(arrival.exchange())
			.map((handler) -> new Handler(
					(handler instanceof HandlerMethod method) ? "handler " + method : "functional endpoint", null))
			.onErrorResume((error) -> error instanceof ErrorResponse,
					(error) -> Mono.just(new Handler(null, ((ErrorResponse) error).getStatusCode())))
			.defaultIfEmpty(new Handler(null, HttpStatus.NOT_FOUND));
	}

	private RouteExplanation explanation(RouteOutcome outcome, String why, RouteMatch match, Walk walk,
			List<RouteCandidate> candidates) {
		return new RouteExplanation(this.question, outcome, match.entry().route(),
				match.entry().pattern().getPatternString(), why, walk.status(), candidates, walk.steps(),
				walk.entered(), walk.arrived());
	}

	private Mono<Walk> walk(RouteMatch match, GatewayExchange exchange) {
		GatewayExchange known = (this.question.caller() != null) ? exchange.withCaller(this.question.caller())
				: exchange;
		return Walk.along(match.entry().compiled().filters(), known);
	}

	/**
	 * What the application has for a request.
	 *
	 * @param name what the handler is called, or {@code null} if there is none
	 * @param status the status that the application answers without a handler, or
	 * {@code null} if there is one
	 */
	private record Handler(@Nullable String name, @Nullable HttpStatusCode status) {

		String why(String guard) {
			if (this.status == null) {
				return "the application's own " + this.name + " answers, " + guard;
			}
			return isNotFound(this.status)
					? "no route matches that leads elsewhere, and the application has no handler; static resources are not looked at"
					: "the application's own handlers refuse the request with " + this.status.value() + ", " + guard;
		}

	}

}
