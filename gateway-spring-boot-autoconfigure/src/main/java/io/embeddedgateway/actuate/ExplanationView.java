package io.embeddedgateway.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.masking.Masked;
import io.embeddedgateway.routing.ExplainedStep;
import io.embeddedgateway.routing.RouteCandidate;
import io.embeddedgateway.routing.RouteExplanation;
import io.embeddedgateway.routing.RouteQuestion;
import io.embeddedgateway.text.KebabCase;

/**
 * An explanation as JSON has it. What may be a secret is masked.
 */
final class ExplanationView {

	/**
	 * What is told of the request that is sent, and not of the filter that sends it.
	 */
	private static final List<String> UPSTREAM = List.of("service", "method", "uri", "headers");

	private static final String INSTANCES = "instances";

	private ExplanationView() {
	}

	static Map<String, Object> of(RouteExplanation explanation) {
		Fields view = new Fields().with("request", request(explanation.question()))
			.with("outcome", KebabCase.of(explanation.outcome()))
			.with("route", (explanation.route() != null) ? explanation.route().id() : null)
			.with("why", explanation.why())
			.with("status", (explanation.status() != null) ? explanation.status().value() : null)
			.with("candidates", explanation.candidates().stream().map(ExplanationView::candidate).toList())
			.with("filters", explanation.steps().stream().map(ExplanationView::step).toList());
		explanation.steps()
			.stream()
			.filter((step) -> step.stage() == FilterStage.TARGET && step.details().containsKey("service"))
			.findFirst()
			.ifPresent((step) -> view.with("upstream", upstream(step.details()))
				.with(INSTANCES, step.details().get(INSTANCES)));
		return view.map();
	}

	private static Map<String, Object> request(RouteQuestion question) {
		int query = question.uri().indexOf('?');
		return new Fields().with("method", question.method().name())
			.with("path",
					(query < 0) ? question.uri()
							: Masked.uri(question.uri().substring(0, query), question.uri().substring(query + 1)))
			.with("host", question.host())
			.with("client", (question.client() != null) ? question.client().getHostAddress() : null)
			.with("headers", question.headers().stream().map(RouteQuestion.Header::name).toList())
			.map();
	}

	private static Map<String, Object> candidate(RouteCandidate candidate) {
		return new Fields().with("route", candidate.route().id())
			.with("path", candidate.path())
			.with("matched", candidate.matched())
			.with("failed", candidate.failed())
			.map();
	}

	private static Map<String, Object> step(ExplainedStep step) {
		Map<String, Object> details = new LinkedHashMap<>(step.details());
		if (step.stage() == FilterStage.TARGET) {
			UPSTREAM.forEach(details::remove);
			details.remove(INSTANCES);
		}
		return new Fields().with("stage", KebabCase.of(step.stage()))
			.with("name", step.name())
			.with("effect", KebabCase.of(step.effect()))
			.with("status", (step.status() != null) ? step.status().value() : null)
			.with("details", details)
			.map();
	}

	private static Map<String, Object> upstream(Map<String, Object> details) {
		Fields upstream = new Fields();
		UPSTREAM.forEach((name) -> upstream.with(name, details.get(name)));
		return upstream.map();
	}

}
