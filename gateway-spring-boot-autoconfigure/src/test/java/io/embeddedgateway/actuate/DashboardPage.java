package io.embeddedgateway.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.awaitility.core.ThrowingRunnable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.embeddedgateway.testing.Browser;
import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page in a browser, and the gateway behind it: with three routes, and a service that
 * has one good and one bad instance.
 */
final class DashboardPage implements AutoCloseable {

	private static final String PATH = "/actuator/gateway/dashboard";

	private static final String YAML = """
			management.endpoints.web.exposure.include: gateway
			gateway:
			  dashboard: {enabled: true}
			  rate-limits:
			    daily: 3/1d
			  services:
			    stock:
			      instances: "%1$s, http://127.0.0.1:1"
			      load-balancer: round-robin
			      health-check: {path: /health, interval: 1h}
			  routes:
			    items: {path: /items/**, match: {methods: GET}, service: stock, rate-limit: daily}
			    prices: {path: /prices, uri: "%1$s"}
			    gone: {path: /gone, respond: 410}
			""";

	private final Upstream upstream = Upstream.named("upstream");

	private final GatewayApp app = GatewayApp.start(YAML.formatted(this.upstream.uri()), Told.class);

	private final Browser browser = Browser.start();

	DashboardPage() {
		this.browser.hurry(10);
	}

	Upstream upstream() {
		return this.upstream;
	}

	int port() {
		return this.app.port();
	}

	Browser browser() {
		return this.browser;
	}

	/**
	 * Who answers in place of the gateway, if a test wants it to.
	 */
	ToldSections told() {
		return this.app.context().getBean(ToldSections.class);
	}

	/**
	 * Open the page, and wait until it shows something.
	 * @param route what it has to show of a route
	 */
	void open(String route) {
		openWith("");
		shows("#routes", route);
		shows("#status", "Live");
	}

	/**
	 * Open the page with something behind its path.
	 */
	void openWith(String suffix) {
		this.browser.open(this.app.url(PATH + suffix));
	}

	/**
	 * Ask in the box of the page what would become of a request.
	 */
	void explain(String path) {
		this.browser.find("#explain-path").clear();
		this.browser.find("#explain-path").sendKeys(path);
		this.browser.click("#explain-form button");
	}

	/**
	 * Wait until a place of the page has a text.
	 */
	void shows(String place, String text) {
		eventually(() -> assertThat(this.browser.text(place)).contains(text));
	}

	/**
	 * The rows of the tables at a place, each as one line.
	 */
	List<String> rows(String place) {
		Object rows = this.browser.run("return [...document.querySelectorAll(arguments[0] + ' tbody tr')]"
				+ ".map((row) => row.innerText.replace(/\\s+/g, ' ').trim())", place);
		return ((List<?>) Objects.requireNonNull(rows)).stream().map(String::valueOf).toList();
	}

	static void eventually(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

	@Override
	public void close() {
		this.browser.close();
		this.app.close();
		this.upstream.close();
	}

	/**
	 * Answers that no gateway gives, where a test wants them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Told {

		@Bean
		ToldSections toldSections() {
			return new ToldSections();
		}

	}

}
