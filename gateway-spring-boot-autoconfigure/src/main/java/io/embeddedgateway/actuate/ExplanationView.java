package io.embeddedgateway.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.Masked;
import io.embeddedgateway.routing.ExplainedStep;
import io.embeddedgateway.routing.RouteCandidate;
import io.embeddedgateway.routing.RouteExplanation;
import io.embeddedgateway.routing.RouteQuestion;

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
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("request", request(explanation.question()));
		view.put("outcome", Fields.text(explanation.outcome()));
		if (explanation.route() != null) {
			view.put("route", explanation.route().id());
		}
		view.put("why", explanation.why());
		put(view, "status", (explanation.status() != null) ? explanation.status().value() : null);
		view.put("candidates", explanation.candidates().stream().map(ExplanationView::candidate).toList());
		view.put("filters", explanation.steps().stream().map(ExplanationView::step).toList());
		explanation.steps()
			.stream()
			.filter((step) -> step.stage() == FilterStage.TARGET && step.details().containsKey("service"))
			.findFirst()
			.ifPresent((step) -> target(view, step.details()));
		return view;
	}

	private static Map<String, Object> request(RouteQuestion question) {
		Map<String, Object> request = new LinkedHashMap<>();
		int query = question.uri().indexOf('?');
		request.put("method", question.method().name());
		request.put("path", (query < 0) ? question.uri()
				: Masked.uri(question.uri().substring(0, query), question.uri().substring(query + 1)));
		put(request, "host", question.host());
		put(request, "client", (question.client() != null) ? question.client().getHostAddress() : null);
		request.put("headers", question.headers().stream().map(RouteQuestion.Header::name).toList());
		return request;
	}

	private static Map<String, Object> candidate(RouteCandidate candidate) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("route", candidate.route().id());
		view.put("path", candidate.path());
		view.put("matched", candidate.matched());
		view.put("failed", candidate.failed());
		return view;
	}

	private static Map<String, Object> step(ExplainedStep step) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("stage", Fields.text(step.stage()));
		view.put("name", step.name());
		view.put("effect", Fields.text(step.effect()));
		put(view, "status", (step.status() != null) ? step.status().value() : null);
		Map<String, Object> details = new LinkedHashMap<>(step.details());
		if (step.stage() == FilterStage.TARGET) {
			UPSTREAM.forEach(details::remove);
			details.remove(INSTANCES);
		}
		view.put("details", details);
		return view;
	}

	private static void target(Map<String, Object> view, Map<String, Object> details) {
		Map<String, Object> upstream = new LinkedHashMap<>();
		UPSTREAM.forEach((name) -> put(upstream, name, details.get(name)));
		view.put("upstream", upstream);
		put(view, INSTANCES, details.get(INSTANCES));
	}

	private static void put(Map<String, Object> view, String name, @Nullable Object value) {
		if (value != null) {
			view.put(name, value);
		}
	}

}
