package io.embeddedgateway.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

import io.embeddedgateway.testing.Browser;
import io.embeddedgateway.testing.GatewayApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of the actuator in a real browser, where there is one.
 */
class DashboardPageTests {

	private static final String YAML = """
			management.endpoints.web.exposure.include: gateway
			gateway:
			  dashboard: {enabled: true}
			  routes:
			    ok: {path: /ok, respond: {status: 200, body: ok}}
			""";

	private static final String ATTACK = "</script><script>window.hurt=1</script>"
			+ "<img src=x onerror=window.hurt=1><svg onload=window.hurt=1>javascript:window.hurt=1//";

	private static GatewayApp app;

	private static Browser browser;

	private static ToldSections told;

	@BeforeAll
	static void start() {
		assumeThat(Browser.isInstalled()).as("Chromium and its driver are installed (chromium, chromium-driver)")
			.isTrue();
		app = GatewayApp.start(YAML, Told.class);
		told = app.context().getBean(ToldSections.class);
		browser = Browser.start();
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
			app.close();
		}
	}

	@BeforeEach
	void tell() {
		told.clear();
		told.tell("", "{\"version\": \"1.2.3\", \"revision\": 7}");
		told.tell("routes", ToldSections.ROUTES.formatted(10));
		told.tell("services", ToldSections.SERVICES);
		told.tell("limits",
				"{\"policies\": [{\"policy\": \"plans\", \"tier\": \"free\", \"granted\": 90, \"refused\": 10}]}");
	}

	@AfterEach
	void browserHasNothingToComplainAbout() {
		assertThat(browser.complaints()).isEmpty();
		assertThat(browser.run("return window.hurt ?? null")).isNull();
	}

	@Test
	void pageShowsRoutesServicesAndLimits() {
		told.tell("", "{\"version\": \"1.2.3\", \"lastError\": {\"message\": \"Remove one.\"}}");
		open();
		assertThat(browser.text("header")).contains("1.2.3", "Live");
		assertThat(browser.text("#last-error")).contains("Remove one.");
		assertThat(browser.text("#routes")).contains("orders", "GET", "/api/orders/**", "rate-limit", "shadowed",
				"prices", "http://prices:9021", "bare");
		assertThat(browser.text("#services")).contains("stock", "1 of 2 available", "panic", "breaker half open",
				"http://s1:80", "ejected", "5 failures in a row");
		assertThat(browser.text("#limits")).contains("plans", "free", "90", "10 %");
	}

	@Test
	void pageFollowsWhatHappensWithoutBeingLoadedAgain() {
		open();
		browser.run("window.same = true; document.querySelector('tbody .name').focus()");
		told.tell("routes", ToldSections.ROUTES.formatted(2345));
		shows("#routes", "2,345");
		eventually(() -> assertThat(browser.text(".chart")).matches("(?s).*[1-9].*/s.*"));
		assertThat(browser.find(".chart polyline, .chart circle").isDisplayed()).isTrue();
		assertThat(browser.run("return window.same && document.activeElement.textContent")).isEqualTo("orders");
		told.tell("routes", ToldSections.ROUTES.formatted(5));
		eventually(() -> assertThat(browser.text("#routes")).doesNotContain("2,345"));
		assertThat(browser.text("main")).doesNotContainPattern("-\\d+(\\.\\d+)?(/s| ms| s| %)").doesNotContain("NaN");
	}

	@Test
	void routeIsChosenFilteredAndSorted() {
		open();
		browser.find("tbody .name").click();
		assertThat(browser.text("#traffic")).contains("Route orders");
		assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("orders");
		browser.find("#all-routes").click();
		assertThat(browser.text("#traffic")).contains("All routes");
		browser.find("#route-table th button").click();
		browser.find("#route-table th button").click();
		assertThat(browser.text("#route-table tbody")).matches("(?s)prices.*orders.*bare.*");
		browser.find("#route-filter").sendKeys("9021 PRI");
		assertThat(browser.text("#routes")).contains("1 of 3").doesNotContain("orders");
		browser.find("#route-filter").sendKeys("nothing");
		assertThat(browser.text("#routes")).contains("0 of 3", "No route matches");
	}

	@Test
	void explainAsksForWhatWasTyped() {
		told.tell("explain", ToldSections.EXPLAINED.formatted("orders"));
		open();
		browser.find("#explain-path").clear();
		browser.find("#explain-path").sendKeys("/api/orders/7?a=b&c=d");
		browser.find("#explain-headers").sendKeys("X-A: 1\nX-B: 2\n");
		browser.find("#explain-form button").click();
		shows("#explanation", "orders is the most specific");
		assertThat(browser.text("#explanation")).contains("answers 429", "not eligible", "does not match");
		assertThat(Objects.requireNonNull(told.explained())).containsEntry("method", List.of("GET"))
			.containsEntry("path", List.of("/api/orders/7?a=b&c=d"))
			.containsEntry("header", List.of("X-A: 1", "X-B: 2"))
			.doesNotContainKeys("host", "client");
	}

	@Test
	void textsOfOthersNeverBecomeMarkup() {
		told.tell("", "{\"version\": \"%1$s\", \"lastError\": {\"message\": \"%1$s\"}}".formatted(ATTACK));
		told.tell("routes",
				ToldSections.ROUTES.formatted(1)
					.replace("\"orders\"", "\"" + ATTACK + "\"")
					.replace("/api/orders/**", ATTACK)
					.replace("HelloController#hello", ATTACK)
					.replace("rate-limit", ATTACK));
		told.tell("services",
				ToldSections.SERVICES.replace("stock", ATTACK)
					.replace("http://s1:80", ATTACK)
					.replace("half-open", ATTACK)
					.replace("5 failures in a row", ATTACK));
		told.tell("limits", "{\"policies\": [{\"policy\": \"%1$s\", \"tier\": \"%1$s\"}]}".formatted(ATTACK));
		told.tell("explain", ToldSections.EXPLAINED.formatted(ATTACK));
		browser.open(app.url("/actuator/gateway/dashboard?<img src=x onerror=window.hurt=1>#" + ATTACK));
		shows("#routes", ATTACK);
		browser.find("tbody .name").click();
		browser.find("#explain-form button").click();
		for (String place : List.of("#facts", "#last-error", "#chosen", "#routes", "#services", "#limits",
				"#explanation")) {
			shows(place, ATTACK);
		}
		assertThat(browser.run("return document.querySelectorAll('body img, body script, #routes svg').length"))
			.isEqualTo(0L);
	}

	@Test
	void pageSurvivesAGatewayThatDoesNotAnswerAndSaysSo() {
		open();
		told.answer(HttpStatus.SERVICE_UNAVAILABLE);
		shows("#problem", "answers 503");
		assertThat(browser.text("#status")).isEqualTo("Not connected");
		assertThat(browser.text("#routes")).contains("orders");
		told.answer(HttpStatus.UNAUTHORIZED);
		shows("#problem", "not signed in");
		told.answer(HttpStatus.OK);
		shows("#status", "Live");
		assertThat(browser.find("#problem").isDisplayed()).isFalse();
	}

	@Test
	void sectionsThatAreNotThereAreMissedByNobody() {
		told.clear();
		told.tell("", "{}");
		told.tell("routes", "{}");
		told.tell("services", "{\"services\": []}");
		told.tell("limits", "{}");
		browser.open(app.url("/actuator/gateway/dashboard"));
		shows("#status", "Live");
		assertThat(browser.text("main")).contains("No services are declared", "No route has a rate limit");
	}

	@Test
	void thousandsOfRoutesAreDrawnByTheHundred() {
		told.tell("routes", IntStream.range(0, 5000)
			.mapToObj((i) -> "{\"id\": \"r%1$04d\", \"paths\": [\"/r%1$04d/**\"], \"traffic\": {\"requests\": 1}}"
				.formatted(i))
			.collect(Collectors.joining(",", "{\"routes\": [", "]}")));
		browser.open(app.url("/actuator/gateway/dashboard"));
		shows("#routes-count", "5000");
		assertThat(browser.run("return document.querySelectorAll('#routes tbody tr').length")).isEqualTo(100L);
		browser.find("#route-filter").sendKeys("r4999");
		shows("#route-table tbody", "/r4999/**");
	}

	@Test
	void nothingIsWiderThanAPhone() {
		told.tell("explain", ToldSections.EXPLAINED.formatted("x".repeat(300)));
		told.tell("routes", ToldSections.ROUTES.formatted(1).replace("orders", "o".repeat(300)));
		told.tell("services", ToldSections.SERVICES.replace("s1:80", "s".repeat(300)));
		open("o".repeat(300));
		browser.find("#explain-form button").click();
		shows("#explanation", "xxx");
		for (int width : List.of(320, 390, 768, 1024)) {
			browser.screen(width, 800, width < 500);
			assertThat(browser.run("const { scrollWidth, clientWidth } = document.documentElement; "
					+ "return scrollWidth - clientWidth"))
				.as("overflow at " + width)
				.isEqualTo(0L);
		}
	}

	@Test
	void everythingIsReachedByKeyboardAndSeenToBe() {
		told.tell("explain", ToldSections.EXPLAINED.formatted("orders"));
		open();
		browser.find("body").sendKeys(Keys.TAB);
		assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("Skip to content");
		for (int i = 0; i < 80 && !"explain-path".equals(browser.run("return document.activeElement.id")); i++) {
			assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle")).isEqualTo("solid");
			press(Keys.TAB);
		}
		assertThat(browser.run("return document.activeElement.id")).isEqualTo("explain-path");
		press(Keys.ENTER);
		shows("#explanation", "orders is the most specific");
	}

	@Test
	void everyTextCanBeReadInBothSchemes() {
		told.tell("explain", ToldSections.EXPLAINED.formatted("orders"));
		open();
		browser.find("#explain-form button").click();
		shows("#explanation", "answers");
		Object light = browser.run("return getComputedStyle(document.body).backgroundColor");
		assertThat((List<?>) browser.run(DashboardScripts.POOR_CONTRASTS)).isEmpty();
		browser.prefer("dark");
		assertThat(browser.run("return getComputedStyle(document.body).backgroundColor")).isNotEqualTo(light);
		assertThat((List<?>) browser.run(DashboardScripts.POOR_CONTRASTS)).isEmpty();
	}

	@Test
	void differencesOfCountersBecomeRatesAndPercentiles() {
		open();
		assertThat(browser.await(DashboardScripts.HISTORY))
			.isEqualTo("rate 50, p50 0.06, p99 0.91, errors 0.02, restarted, null");
	}

	private static void open() {
		open("orders");
	}

	private static void open(String route) {
		browser.open(app.url("/actuator/gateway/dashboard"));
		shows("#routes", route);
		shows("#status", "Live");
	}

	private static void press(Keys key) {
		browser.press(key);
	}

	private static void shows(String place, String text) {
		eventually(() -> assertThat(browser.text(place)).contains(text));
	}

	private static void eventually(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
	}

	/**
	 * What the sections say.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Told {

		@Bean
		ToldSections toldSections() {
			return new ToldSections();
		}

	}

}
