package io.embeddedgateway.actuate;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.http.HttpStatus;

import io.embeddedgateway.testing.Browser;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The page of the actuator in a real browser, where there is one: before a real gateway,
 * and before answers that no gateway gives when a test wants it to.
 */
class DashboardPageTests {

	private static final String ATTACK = "</script><script>window.hurt=1</script>"
			+ "<img src=x onerror=window.hurt=1><svg onload=window.hurt=1>javascript:window.hurt=1//";

	private static DashboardPage page;

	private static Browser browser;

	private static ToldSections told;

	@BeforeAll
	static void start() {
		assumeThat(Browser.isInstalled()).as("Chromium and its driver are installed (chromium, chromium-driver)")
			.isTrue();
		page = new DashboardPage();
		browser = page.browser();
		told = page.told();
	}

	@AfterAll
	static void stop() {
		if (page != null) {
			page.close();
		}
	}

	@BeforeEach
	void tellNothing() {
		told.clear();
	}

	@AfterEach
	void browserHasNothingToComplainAbout() {
		assertThat(browser.complaints()).isEmpty();
		assertThat(browser.run("return window.hurt ?? null")).isNull();
	}

	@Test
	void pageShowsWhatAGatewayDoes() throws IOException {
		page.openWith("");
		page.shows("#status", "Live");
		for (int status : List.of(200, 200, 200, 429)) {
			assertThat(RawHttp.get(page.port(), "/items/7")).startsWith("HTTP/1.1 " + status);
		}
		assertThat(RawHttp.get(page.port(), "/gone")).startsWith("HTTP/1.1 410 ");
		DashboardPage.eventually(() -> assertThat(page.rows("#routes"))
			.anyMatch((row) -> row.matches("items GET /items/\\*\\* stock .* 4"))
			.anyMatch((row) -> row.matches("prices /prices " + page.upstream().uri() + " .* 0"))
			.anyMatch((row) -> row.matches("gone /gone answer respond .* 1")));
		DashboardPage.eventually(() -> assertThat(browser.text("#services")).contains("stock", "1 of 2 available",
				"round-robin", "unhealthy", "a check failed"));
		assertThat(page.rows("#services")).hasSize(2)
			.anyMatch((row) -> row.startsWith(page.upstream().uri() + " available"))
			.anyMatch((row) -> row.startsWith("http://127.0.0.1:1 unhealthy"));
		assertThat(page.rows("#limits")).singleElement().asString().matches("daily . 3 1 25 %.*");
		assertThat(browser.text("header")).contains("Revision", "Watched for");
		assertThat(browser.isShown("#last-error")).isFalse();
	}

	@Test
	void explainTellsWhatWouldBecomeOfARequest() {
		page.openWith("");
		page.shows("#services", "unhealthy");
		browser.find("#explain-client").sendKeys("203.0.113.7");
		browser.find("#explain-headers").sendKeys("X-A: 1\nX-Api-Key: hidden\n");
		page.explain("/items/7?a=b&c=d");
		page.shows("#explanation", "path and conditions of route 'items' match");
		assertThat(browser.text("#explanation"))
			.contains("path-guard", "daily", "GET " + page.upstream().uri() + "/items/7?a=b&c=d", "X-A", "eligible",
					"not eligible", "http://127.0.0.1:1")
			.doesNotContain("hidden");
		assertThat(page.upstream().received()).noneMatch((received) -> received.uri().contains("a=b"));
		assertThat(Objects.requireNonNull(told.explained())).containsEntry("method", List.of("GET"))
			.containsEntry("path", List.of("/items/7?a=b&c=d"))
			.containsEntry("header", List.of("X-A: 1", "X-Api-Key: hidden"))
			.containsEntry("client", List.of("203.0.113.7"))
			.doesNotContainKey("host");
		page.explain("/nowhere");
		page.shows("#explanation", "not found 404");
	}

	@Test
	void pageShowsWhatIsWrong() {
		told.tellOfThreeRoutes();
		told.tell("", "{\"version\": \"1.2.3\", \"lastError\": {\"message\": \"Remove one.\"}}");
		page.open("orders");
		assertThat(browser.text("header")).contains("1.2.3", "Live");
		assertThat(browser.text("#last-error")).contains("Remove one.");
		assertThat(browser.text("#routes")).contains("shadowed", "bare");
		assertThat(browser.text("#services")).contains("1 of 2 available", "panic", "breaker half open", "ejected",
				"5 failures in a row");
	}

	@Test
	void pageFollowsWhatHappensWithoutBeingLoadedAgain() {
		told.tellOfThreeRoutes();
		page.open("orders");
		browser.run("window.same = true; document.querySelector('tbody .name').focus()");
		told.tell("routes", ToldSections.ROUTES.formatted(2345));
		page.shows("#routes", "2,345");
		DashboardPage.eventually(() -> assertThat(browser.text(".chart")).matches("(?s).*[1-9].*/s.*"));
		assertThat(browser.isShown(".chart polyline, .chart circle")).isTrue();
		assertThat(browser.run("return window.same && document.activeElement.textContent")).isEqualTo("orders");
		told.tell("routes", ToldSections.ROUTES.formatted(5));
		DashboardPage.eventually(() -> assertThat(browser.text("#routes")).doesNotContain("2,345"));
		assertThat(browser.text("main")).doesNotContainPattern("-\\d+(\\.\\d+)?(/s| ms| s| %)").doesNotContain("NaN");
	}

	@Test
	void routeIsChosenFilteredAndSorted() {
		page.open("items");
		browser.click("tbody .name");
		assertThat(browser.text("#traffic")).contains("Route prices");
		assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("prices");
		browser.click("#all-routes");
		assertThat(browser.text("#traffic")).contains("All routes");
		browser.click("#route-table th button");
		browser.click("#route-table th button");
		assertThat(browser.text("#route-table tbody")).matches("(?s)prices.*items.*gone.*");
		browser.find("#route-filter").sendKeys("127.0.0.1 PRI");
		assertThat(browser.text("#routes")).contains("1 of 3").doesNotContain("items");
		browser.find("#route-filter").sendKeys("nothing");
		assertThat(browser.text("#routes")).contains("0 of 3", "No route matches");
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
		page.openWith("?<img src=x onerror=window.hurt=1>#" + ATTACK);
		page.shows("#routes", ATTACK);
		browser.click("tbody .name");
		browser.click("#explain-form button");
		for (String place : List.of("#facts", "#last-error", "#chosen", "#routes", "#services", "#limits",
				"#explanation")) {
			page.shows(place, ATTACK);
		}
		assertThat(browser.run("return document.querySelectorAll('body img, body script, #routes svg').length"))
			.isEqualTo(0L);
	}

	@Test
	void pageSurvivesAGatewayThatDoesNotAnswerAndSaysSo() {
		page.open("items");
		told.answer(HttpStatus.SERVICE_UNAVAILABLE);
		page.shows("#problem", "answers 503");
		assertThat(browser.text("#status")).isEqualTo("Not connected");
		assertThat(browser.text("#routes")).contains("items");
		told.answer(HttpStatus.UNAUTHORIZED);
		page.shows("#problem", "not signed in");
		told.answer(HttpStatus.OK);
		page.shows("#status", "Live");
		assertThat(browser.isShown("#problem")).isFalse();
	}

	@Test
	void sectionsThatAreNotThereAreMissedByNobody() {
		told.tell("", "{}");
		told.tell("routes", "{}");
		told.tell("services", "{\"services\": []}");
		told.tell("limits", "{}");
		page.openWith("");
		page.shows("#status", "Live");
		assertThat(browser.text("main")).contains("No services are declared", "No route has a rate limit");
	}

	@Test
	void thousandsOfRoutesAreDrawnByTheHundred() {
		told.tell("routes", IntStream.range(0, 5000)
			.mapToObj((i) -> "{\"id\": \"r%1$04d\", \"paths\": [\"/r%1$04d/**\"], \"traffic\": {\"requests\": 1}}"
				.formatted(i))
			.collect(Collectors.joining(",", "{\"routes\": [", "]}")));
		page.openWith("");
		page.shows("#routes-count", "5000");
		assertThat(browser.run("return document.querySelectorAll('#routes tbody tr').length")).isEqualTo(100L);
		browser.find("#route-filter").sendKeys("r4999");
		page.shows("#route-table tbody", "/r4999/**");
	}

	@Test
	void nothingIsWiderThanAPhone() {
		told.tellOfThreeRoutes();
		told.tell("explain", ToldSections.EXPLAINED.formatted("x".repeat(300)));
		told.tell("routes", ToldSections.ROUTES.formatted(1).replace("orders", "o".repeat(300)));
		told.tell("services", ToldSections.SERVICES.replace("s1:80", "s".repeat(300)));
		page.open("o".repeat(300));
		browser.click("#explain-form button");
		page.shows("#explanation", "xxx");
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
		page.open("items");
		browser.find("body").sendKeys(Keys.TAB);
		assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("Skip to content");
		for (int i = 0; i < 80 && !"explain-path".equals(browser.run("return document.activeElement.id")); i++) {
			assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle")).isEqualTo("solid");
			browser.press(Keys.TAB);
		}
		assertThat(browser.run("return document.activeElement.id")).isEqualTo("explain-path");
		browser.press(Keys.ENTER);
		page.shows("#explanation", "not found 404");
	}

	@Test
	void everyTextCanBeReadInBothSchemes() {
		told.tellOfThreeRoutes();
		told.tell("explain", ToldSections.EXPLAINED.formatted("orders"));
		page.open("orders");
		browser.click("#explain-form button");
		page.shows("#explanation", "answers");
		Object light = browser.run("return getComputedStyle(document.body).backgroundColor");
		assertThat((List<?>) browser.run(DashboardScripts.POOR_CONTRASTS)).isEmpty();
		browser.prefer("dark");
		assertThat(browser.run("return getComputedStyle(document.body).backgroundColor")).isNotEqualTo(light);
		assertThat((List<?>) browser.run(DashboardScripts.POOR_CONTRASTS)).isEmpty();
	}

	@Test
	void differencesOfCountersBecomeRatesAndPercentiles() {
		page.open("items");
		assertThat(browser.await(DashboardScripts.HISTORY))
			.isEqualTo("rate 50, p50 0.06, p99 0.91, errors 0.02, restarted, null");
	}

}
