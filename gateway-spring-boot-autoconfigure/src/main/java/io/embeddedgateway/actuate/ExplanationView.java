package io.embeddedgateway.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.masking.MaskedUris;
import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.routing.ExplainedStep;
import io.embeddedgateway.routing.RouteCandidate;
import io.embeddedgateway.routing.RouteExplanation;
import io.embeddedgateway.routing.RouteQuestion;
import io.embeddedgateway.text.KebabCase;

/**
 * An explanation as JSON has it. What may be a secret is masked.
 */
final class ExplanationView {

	private static final String HEADERS = "headers";

	/**
	 * What is told of the request that is sent, and not of the filter that sends it.
	 */
	private static final List<String> UPSTREAM = List.of("service", "method", "uri", HEADERS);

	/**
	 * What of the details are URIs.
	 */
	private static final List<String> URIS = List.of("uri", "location");

	private static final String INSTANCES = "instances";

	private final SecretNames secrets;

	private final MaskedUris uris;

	ExplanationView(SecretNames secrets) {
		this.secrets = secrets;
		this.uris = new MaskedUris(secrets);
	}

	Map<String, Object> of(RouteExplanation explanation) {
		Fields view = new Fields().with("request", request(explanation.question(), explanation.entered()))
			.with("outcome", KebabCase.of(explanation.outcome()))
			.with("route", (explanation.route() != null) ? explanation.route().id() : null)
			.with("why", explanation.why())
			.with("status", (explanation.status() != null) ? explanation.status().value() : null)
			.with("candidates", explanation.candidates().stream().map(ExplanationView::candidate).toList())
			.with("filters", explanation.steps().stream().map((step) -> step(step, explanation.entered())).toList());
		explanation.steps()
			.stream()
			.filter((step) -> step.stage() == FilterStage.TARGET && step.details().containsKey("service"))
			.findFirst()
			.ifPresent((step) -> target(view, masked(step.details(), explanation.entered())));
		return view.map();
	}

	private Map<String, Object> request(RouteQuestion question, @Nullable GatewayExchange entered) {
		return new Fields().with("method", question.method().name())
			.with("path", uri(question.uri(), entered))
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

	private Map<String, Object> step(ExplainedStep step, @Nullable GatewayExchange entered) {
		Map<String, Object> details = masked(step.details(), entered);
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

	private static void target(Fields view, Map<String, Object> details) {
		Fields upstream = new Fields();
		UPSTREAM.forEach((name) -> upstream.with(name, details.get(name)));
		view.with("upstream", upstream.map()).with(INSTANCES, details.get(INSTANCES));
	}

	private String uri(String uri, @Nullable GatewayExchange entered) {
		return (entered != null) ? this.uris.uri(uri, entered.rawPathVariables()) : this.uris.uri(uri);
	}

	// Filters know what is secret by common names, and not what else this gateway calls
	// so
	private Map<String, Object> masked(Map<String, Object> details, @Nullable GatewayExchange entered) {
		Map<String, Object> masked = new LinkedHashMap<>(details);
		masked.replaceAll((name, value) -> {
			if (value instanceof Map<?, ?> headers && name.equals(HEADERS)) {
				return headers(headers);
			}
			return (value instanceof String text && URIS.contains(name)) ? uri(text, entered) : value;
		});
		return masked;
	}

	private Map<String, String> headers(Map<?, ?> headers) {
		Map<String, String> masked = new LinkedHashMap<>();
		headers.forEach((name, value) -> masked.put(String.valueOf(name),
				this.secrets.contains(String.valueOf(name)) ? SecretNames.MASK : this.uris.uri(String.valueOf(value))));
		return masked;
	}

}
