package io.embeddedgateway.test;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.routing.RouteExplainer;
import io.embeddedgateway.routing.RouteQuestion;

/**
 * Lets tests say what the gateway is to do with requests. Nothing is sent, so that
 * neither a server nor the services have to run; routes, filters and callers are those of
 * the application. Works in any {@code @SpringBootTest} of a reactive web application,
 * {@code webEnvironment = MOCK} included.
 *
 * <pre class="code">
 * GatewayTester.of(context).get("/orders/7").as("alice").goesTo("orders").withPath("/v1/orders/7");
 * </pre>
 */
public final class GatewayTester {

	private final RouteExplainer explainer;

	private GatewayTester(RouteExplainer explainer) {
		this.explainer = explainer;
	}

	/**
	 * The tester of an application.
	 * @param context the context of the application
	 * @return the tester
	 * @throws IllegalStateException if there is no gateway in the application
	 */
	public static GatewayTester of(ApplicationContext context) {
		RouteExplainer explainer = context.getBeanProvider(RouteExplainer.class).getIfAvailable();
		if (explainer == null) {
			throw new IllegalStateException("There is no gateway in this application. Remove 'gateway.enabled: false' "
					+ "and 'webEnvironment = NONE': a gateway needs a reactive web application, if only a mock of it");
		}
		return new GatewayTester(explainer);
	}

	/**
	 * A GET request.
	 * @param uri path and query, percent-encoded
	 * @return the request
	 */
	public TestedRequest get(String uri) {
		return request(HttpMethod.GET, uri);
	}

	/**
	 * A POST request without body.
	 * @param uri path and query, percent-encoded
	 * @return the request
	 */
	public TestedRequest post(String uri) {
		return request(HttpMethod.POST, uri);
	}

	/**
	 * A PUT request without body.
	 * @param uri path and query, percent-encoded
	 * @return the request
	 */
	public TestedRequest put(String uri) {
		return request(HttpMethod.PUT, uri);
	}

	/**
	 * A DELETE request.
	 * @param uri path and query, percent-encoded
	 * @return the request
	 */
	public TestedRequest delete(String uri) {
		return request(HttpMethod.DELETE, uri);
	}

	/**
	 * Any request, without body.
	 * @param method the method
	 * @param uri path and query, percent-encoded
	 * @return the request
	 * @throws IllegalArgumentException if no client could send it
	 */
	public TestedRequest request(HttpMethod method, String uri) {
		return new TestedRequest(this.explainer, RouteQuestion.of(method, uri));
	}

}
