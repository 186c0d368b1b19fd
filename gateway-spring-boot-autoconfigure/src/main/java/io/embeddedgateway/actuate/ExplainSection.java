package io.embeddedgateway.actuate;

import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;

import io.embeddedgateway.masking.SecretNames;
import io.embeddedgateway.routing.RouteExplainer;
import io.embeddedgateway.routing.RouteQuestion;

/**
 * Tells what would become of a request, and why, without sending it.
 */
public final class ExplainSection implements EndpointSection {

	private final RouteExplainer explainer;

	private final ExplanationView view;

	/**
	 * Create the section.
	 * @param explainer explains requests
	 * @param secrets the names of what is not to be shown
	 */
	public ExplainSection(RouteExplainer explainer, SecretNames secrets) {
		this.explainer = explainer;
		this.view = new ExplanationView(secrets);
	}

	@Override
	public String name() {
		return "explain";
	}

	@Override
	public Mono<WebEndpointResponse<?>> read(SectionQuery query) {
		if (query.item() != null) {
			return Mono.empty();
		}
		RouteQuestion question;
		try {
			question = question(query);
		}
		catch (IllegalArgumentException ex) {
			return Mono.just(new WebEndpointResponse<>(Map.of("error", String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_BAD_REQUEST));
		}
		return this.explainer.explain(question)
			.map((explanation) -> new WebEndpointResponse<>(this.view.of(explanation)));
	}

	private static RouteQuestion question(SectionQuery query) {
		if (query.path() == null) {
			throw new IllegalArgumentException(
					"There is no path. Ask for example with ?path=/orders/7, and with method, host, client and header");
		}
		String method = (query.method() != null) ? query.method() : "GET";
		List<RouteQuestion.Header> headers = query.headers().stream().map(RouteQuestion.Header::of).toList();
		RouteQuestion question = new RouteQuestion(HttpMethod.valueOf(method), query.path(), query.host(), null,
				headers, null);
		return (query.client() != null) ? question.from(query.client()) : question;
	}

}
