package io.embeddedgateway.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.embeddedgateway.testing.GatewayApp;
import io.embeddedgateway.testing.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the actuator as it comes over the wire.
 */
class DashboardTests {

	private static final String PAGE = "/ops/gw/dashboard";

	private static final String YAML = """
			management:
			  endpoints.web: {exposure.include: gateway, base-path: /ops, path-mapping.gateway: gw}
			  %s
			gateway:
			  dashboard: {enabled: true}
			  routes:
			    all: {path: /**, respond: {status: 200, body: route}}
			""";

	private static GatewayApp app;

	private static GatewayApp separate;

	@BeforeAll
	static void start() {
		app = GatewayApp.start(YAML.formatted("server.add-application-context-header: false"));
		separate = GatewayApp.start(YAML.formatted("server: {port: 0, base-path: /manage}"));
	}

	@AfterAll
	static void stop() {
		separate.close();
		app.close();
	}

	@ParameterizedTest
	@CsvSource({ "'',text/html", "/app.js,text/javascript", "/style.css,text/css", "/icon.svg,image/svg+xml" })
	void everyPartHasItsTypeAndTheHeadersThatTellBrowsersToBeCareful(String asset, String type) throws IOException {
		assertThat(RawHttp.get(app.port(), PAGE + asset)).startsWith("HTTP/1.1 200 ")
			.containsIgnoringCase("content-type: " + type + ";charset=UTF-8\r\n")
			.contains(
					"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
							+ "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
							+ "frame-ancestors 'none'; require-trusted-types-for 'script'\r\n",
					"X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
					"Referrer-Policy: no-referrer\r\n", "Cache-Control: no-store\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing.js", "/app.js.map", "/index.htm", "/..%2fapp.js", "/%2e%2e", "/app.js%00" })
	void nothingElseIsToBeHad(String item) throws IOException {
		assertThat(RawHttp.get(app.port(), PAGE + item)).doesNotContain("import ", "<!doctype").contains("HTTP/1.1 4");
	}

	@Test
	void otherAnswersDoNotHaveTheHeaders() throws IOException {
		for (String path : List.of("/ops/gw", "/ops/gw/dashboards", "/elsewhere")) {
			assertThat(RawHttp.get(app.port(), path)).doesNotContain("default-src 'none'");
		}
	}

	@Test
	void pageIsOnThePortOfTheManagementServerWhereThereIsOne() throws IOException {
		int port = separate.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		for (String asset : List.of("", "/app.js")) {
			assertThat(RawHttp.get(port, "/manage" + PAGE + asset)).startsWith("HTTP/1.1 200 ")
				.contains("Content-Security-Policy: default-src 'none';");
			assertThat(RawHttp.get(separate.port(), PAGE + asset)).endsWith("route");
		}
		assertThat(RawHttp.get(port, "/manage/ops/gw")).startsWith("HTTP/1.1 200 ")
			.doesNotContain("Content-Security-Policy");
	}

	@Test
	void everyFileIsServedAndTakesDataForTextOnly() throws Exception {
		Path folder = Path.of(Objects.requireNonNull(DashboardSection.class.getResource("dashboard/app.js")).toURI())
			.getParent();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				String name = file.getFileName().toString();
				String content = Files.readString(file);
				assertThat(content).as(name)
					.doesNotContainPattern(
							"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|Function\\(")
					.doesNotContainPattern("<script>|<style|\\sstyle=|\\son[a-z]+=|javascript:")
					.doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
				assertThat(content.lines()).as("lines of " + name).hasSizeLessThanOrEqualTo(330);
				String path = name.equals("index.html") ? PAGE : PAGE + "/" + name;
				assertThat(RawHttp.get(app.port(), path)).as(name)
					.startsWith("HTTP/1.1 200 ")
					.contains("Content-Length: " + Files.size(file) + "\r\n");
			}
		}
	}

	@Test
	void everyImportIsServed() throws IOException {
		for (String module : List.of("app.js", "charts.js", "explain.js", "services.js")) {
			try (InputStream file = Objects
				.requireNonNull(DashboardSection.class.getResourceAsStream("dashboard/" + module))) {
				String content = new String(file.readAllBytes(), StandardCharsets.UTF_8);
				assertThat(content.lines().filter((line) -> line.startsWith("import "))).isNotEmpty()
					.allMatch((line) -> DashboardSection.class
						.getResource("dashboard/" + line.replaceAll(".*\"\\./(.*)\";", "$1")) != null);
			}
		}
	}

}
