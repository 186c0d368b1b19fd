package io.embeddedgateway.transform;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

import io.embeddedgateway.FilterStage;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RespondFeature} and {@link RespondPolicy}.
 */
class RespondFeatureTests {

	@Test
	void textIsAnsweredToEveryRequest() {
		GatewayFilter filter = filter(RespondPolicy.of(410).withBody("gône"));
		for (int i = 0; i < 3; i++) {
			GatewayResponse response = TransformRun.value(answer(filter));
			assertThat(response.status().value()).isEqualTo(410);
			assertThat(response.headers().getContentType()).hasToString("text/plain;charset=UTF-8");
			assertThat(response.headers().getContentLength()).isEqualTo(5);
			assertThat(read(response, StandardCharsets.UTF_8)).isEqualTo("gône");
		}
	}

	@Test
	void typeOfTheBodyDecidesItsCharacterSet() {
		MediaType latin = MediaType.parseMediaType("text/html;charset=ISO-8859-1");
		GatewayResponse response = TransformRun.value(answer(filter(RespondPolicy.of("gône").withContentType(latin))));
		assertThat(response.headers().getContentType()).isEqualTo(latin);
		assertThat(read(response, StandardCharsets.ISO_8859_1)).isEqualTo("gône");
		GatewayResponse json = TransformRun
			.value(answer(filter(RespondPolicy.of("{\"a\":1}").withContentType(MediaType.APPLICATION_JSON))));
		assertThat(json.headers().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(read(json, StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
	}

	@ParameterizedTest
	@CsvSource({ "200,0", "410,0", "204,-1", "304,-1" })
	void statusAloneHasNoBody(int status, long length) {
		GatewayResponse response = TransformRun.value(answer(filter(RespondPolicy.of(status))));
		assertThat(response.status().value()).isEqualTo(status);
		assertThat(response.headers().getContentType()).isNull();
		assertThat(response.headers().getContentLength()).isEqualTo(length);
	}

	@Test
	void headersAreMadeForEachRequest() {
		RespondPolicy policy = RespondPolicy.of(503)
			.withHeader("Retry-After", "120")
			.withHeader("X-Order", "{id}")
			.withHeader("X-Tenant", "{claim.tenant}");
		GatewayResponse response = TransformRun.value(answer(filter(policy)));
		assertThat(response.headers().headerNames()).containsExactlyInAnyOrder("Retry-After", "X-Order",
				"Content-Length");
		assertThat(response.headers().getFirst("X-Order")).isEqualTo("7");
		GatewayFilter bad = filter(RespondPolicy.of(200).withHeader("X-A", "{query.x}"));
		TransformRun.assertRefused(
				bad.filter(TransformRun.exchange(TransformRun.get("/orders/7?x=%0d")), TransformRun::mustNotBeAsked),
				"A value of the request has characters that a header can't hold.");
	}

	@Test
	void runsAtTheEndOfRoutesThatEndThere() {
		RespondFeature feature = new RespondFeature();
		assertThat(feature.stage()).isEqualTo(FilterStage.TARGET);
		assertThat(feature.filterFor(Route.builder("old").path("/old").toLocal())).isNull();
		Route elsewhere = Route.builder("old").path("/old").with(RespondPolicy.of(410)).toLocal();
		assertThatIllegalArgumentException().isThrownBy(() -> feature.filterFor(elsewhere))
			.withMessage("Route 'old' has a RespondPolicy, but ends at local. "
					+ "Remove one, or end the route with 'answer'");
		Route unknown = Route.builder("old").path("/old").answer(RespondPolicy.of(410).withHeader("X-A", "{id}"));
		assertThatIllegalArgumentException().isThrownBy(() -> feature.filterFor(unknown))
			.withMessage("'{id}' in '{id}' is not a variable of the path. The path has no variables");
	}

	@Test
	void shortFormIsAStatusOrAText() {
		RespondPolicy gone = new RespondPolicy(410, null, MediaType.TEXT_PLAIN, Map.of());
		assertThat(RespondPolicy.of("410")).isEqualTo(gone);
		assertThat(RespondPolicy.of(410)).isEqualTo(gone);
		assertThat(RespondPolicy.of("pong")).isEqualTo(new RespondPolicy(200, "pong", MediaType.TEXT_PLAIN, Map.of()));
		assertThat(RespondPolicy.of("4 10").body()).isEqualTo("4 10");
		assertThat(RespondPolicy.of("").body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 205, 304 })
	void bodyWhereTheStatusAllowsNoneIsRefused(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> RespondPolicy.of(status).withBody("x"))
			.withMessage("A response with status %d has no body. Remove 'body'", status);
	}

	@Test
	void otherMistakesAreTaught() {
		RespondPolicy policy = RespondPolicy.of(200);
		assertThatIllegalArgumentException().isThrownBy(() -> RespondPolicy.of("101"))
			.withMessage("Status 101 is not final. Write one from 200 to 599");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withContentType(MediaType.ALL))
			.withMessage("'content-type' is '*/*'. Write one without '*', like 'text/plain'");
		assertThatIllegalArgumentException().isThrownBy(() -> policy.withHeader("content-type", "text/plain"))
			.withMessage("'headers' has 'content-type'. Write it as 'content-type'");
	}

	private static GatewayFilter filter(RespondPolicy policy) {
		Route route = Route.builder("orders").path("/orders/{id}/**").answer(policy);
		GatewayFilter filter = new RespondFeature().filterFor(route);
		assertThat(filter).isNotNull();
		return filter;
	}

	private static Mono<GatewayResponse> answer(GatewayFilter filter) {
		return filter.filter(TransformRun.exchange(TransformRun.get("/orders/7")), TransformRun::mustNotBeAsked);
	}

	private static String read(GatewayResponse response, Charset charset) {
		return TransformRun.value(DataBufferUtils.join(response.body()).map((buffer) -> buffer.toString(charset)));
	}

}
