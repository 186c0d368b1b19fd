package io.embeddedgateway.transform;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedirectFeature} and {@link RedirectPolicy}.
 */
class RedirectFeatureTests {

	private static final String REFUSED_PATH = "The request has a value that can't stand in a path.";

	private static final String REFUSED = "The request has a value that can't stand in a redirect.";

	private static final String MISSING = "The request lacks a value that the redirect is made of.";

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "/new/{rest},-,/new/a%20b/c", "/new/{rest},x=%7e&y,/new/a%20b/c?x=%7e&y",
					"/new?id={id},x=1,/new?id=7", "/new?,x=1,/new?", "/new?from={header.X},-,/new?from=a%26b%3Dc",
					"https://shop.example,x=1,https://shop.example/?x=1",
					"https://shop.example:8443/{rest},x=1,https://shop.example:8443/a%20b/c?x=1",
					"https://shop.example?id={id},x=1,https://shop.example/?id=7", "HTTP://[::1]/x,-,HTTP://[::1]/x" })
	void locationIsMadeFromItsTemplate(String to, @Nullable String query, String location) {
		GatewayResponse response = TransformRun.value(answer(to, get("a%20b/c").withQuery(query), "a%20b/c"));
		assertThat(response.status().value()).isEqualTo(308);
		assertThat(response.headers().get(HttpHeaders.LOCATION)).containsExactly(location);
		assertThat(response.headers().getContentLength()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void statusCanBeChosen(int status) {
		Route route = Route.builder("old").path("/old").answer(RedirectPolicy.of("/new").withStatus(status));
		GatewayFilter filter = new RedirectFeature().filterFor(route);
		assertThat(filter).isNotNull();
		GatewayResponse response = TransformRun
			.value(filter.filter(TransformRun.exchange(get("")), TransformRun::mustNotBeAsked));
		assertThat(response.status().value()).isEqualTo(status);
	}

	@Test
	void noClientCanChooseTheHost() {
		TransformRun.assertRefused(answer("/{rest}", get("x"), "//evil.com"), REFUSED);
		TransformRun.assertRefused(answer("/{rest}", get("x"), "\\evil.com"), REFUSED_PATH);
		TransformRun.assertRefused(answer("/{rest}", get("x"), "%5cevil.com"), REFUSED_PATH);
		TransformRun.assertRefused(answer("/{rest}", get("x"), "../evil.com"), REFUSED_PATH);
		TransformRun.assertRefused(answer("/{rest}", get("x").withQuery("a\\b"), "x"), REFUSED);
		TransformRun.assertRefused(answer("/{rest}", get("x").withQuery("a\r\nb"), "x"), REFUSED);
		assertThat(TransformRun.value(answer("/{rest}", get("x"), "/evil.com")).headers().getFirst("Location"))
			.isEqualTo("/evil.com");
	}

	@Test
	void valueThatIsMissingIsRefused() {
		TransformRun.assertRefused(answer("/{claim.x}", get("x"), "x"), MISSING);
		TransformRun.assertRefused(answer("/new?x={claim.x}", get("x"), "x"), MISSING);
	}

	@Test
	void runsAtTheEndOfRoutesThatEndThere() {
		RedirectFeature feature = new RedirectFeature();
		assertThat(feature.stage()).isEqualTo(FilterStage.TARGET);
		assertThat(feature.filterFor(Route.builder("old").path("/old").toLocal())).isNull();
		Route route = Route.builder("old").path("/old").with(RedirectPolicy.of("/new")).toService("orders");
		assertThatIllegalArgumentException().isThrownBy(() -> feature.filterFor(route))
			.withMessage("Route 'old' has a RedirectPolicy, but ends at service orders. "
					+ "Remove one, or end the route with 'answer'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/new/{rest}", "/new?x={rest}", "https://shop.example/{rest}" })
	void variableThatThePathLacksRefusesTheRoute(String to) {
		Route route = Route.builder("old").path("/old/{id}").answer(RedirectPolicy.of(to));
		assertThatIllegalArgumentException().isThrownBy(() -> new RedirectFeature().filterFor(route))
			.withMessageStartingWith("'{rest}' in '")
			.withMessageEndingWith("' is not a variable of the path. There is [id]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://{header.Host}/x", "https://shop.example{rest}", "http://{id}.example/x",
			"https://shop.example:{id}/" })
	void templateWhereTheRequestWouldChooseTheHostIsRefused(String to) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedirectPolicy.of(to))
			.withMessage("'to' is '%s', where the request would choose the host. "
					+ "Write the host literally, and a slash behind it", to);
	}

	@ParameterizedTest
	@ValueSource(strings = { "new", "{rest}", "", "//shop.example/x", "//{rest}", "ftp://x/y", "javascript:x", "\\x" })
	void templateThatIsNeitherPathNorUrlIsRefused(String to) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedirectPolicy.of(to))
			.withMessage(
					"'to' is '%s'. Write a path that starts with one slash, " + "or a URL that starts with 'https://'",
					to);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://", "https:///x", "https://good@evil.example/", "https://a b/", "https://x:99999/",
			"https://x\\y/" })
	void hostThatIsNotValidIsRefused(String to) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedirectPolicy.of(to))
			.withMessage("'to' is '%s', which has no valid host. Write it like 'https://example.com/new'", to);
	}

	@Test
	void otherMistakesAreTaught() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedirectPolicy.of("/new").withStatus(200))
			.withMessage("Status 200 does not redirect. Write one of [301, 302, 303, 307, 308]");
		assertThatIllegalArgumentException().isThrownBy(() -> RedirectPolicy.of("/a/../b"))
			.withMessage("'to' is '/a/../b', which can be read in two ways. "
					+ "Write it without '.' and '..' segments, '%2e', '%2f', '\\' and ';'");
		assertThatIllegalArgumentException().isThrownBy(() -> RedirectPolicy.of("/a?b c"))
			.withMessage("'to' is '/a?b c', which has characters that a query can't hold. "
					+ "Write them percent-encoded, like '%20'");
	}

	private static GatewayRequest get(String rest) {
		return TransformRun.get("/orders/7/" + rest, "X", "a&b=c");
	}

	private static Mono<GatewayResponse> answer(String to, GatewayRequest request, String rest) {
		Route route = Route.builder("old").path("/orders/{id}/**").answer(RedirectPolicy.of(to));
		GatewayFilter filter = new RedirectFeature().filterFor(route);
		assertThat(filter).isNotNull();
		return filter.filter(TransformRun.exchange(request, Map.of("id", "7", "rest", rest)),
				TransformRun::mustNotBeAsked);
	}

}
