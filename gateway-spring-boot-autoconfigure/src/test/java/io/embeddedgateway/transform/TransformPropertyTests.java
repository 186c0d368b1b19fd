package io.embeddedgateway.transform;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.embeddedgateway.BadRequestException;
import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayFilter;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.GatewayResponse;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What no value of a request may ever do, for values that are made up.
 */
class TransformPropertyTests {

	private final RequestTransform none = RequestTransform.none();

	@Test
	void valuesNeverChangeTheStructureOfThePath() {
		GatewayFilter filter = filter(this.none.withPath("/v1/{header.A}/x/{query.b}/{claim.c}"));
		Generator.forAll((generator) -> {
			List<String> values = List.of(generator.value(), generator.value(), generator.value());
			GatewayRequest sent = send(filter, exchange(values));
			if (sent == null) {
				return false;
			}
			String[] segments = sent.rawPath().split("/", -1);
			assertThat(segments).hasSize(6);
			assertThat(List.of(segments[1], segments[3])).containsExactly("v1", "x");
			List<String> read = List.of(segments[2], segments[4], segments[5]);
			assertThat(read).map((segment) -> UriUtils.decode(segment, StandardCharsets.UTF_8))
				.isEqualTo(values.stream().map(TransformPropertyTests::withoutSurrogates).toList())
				.doesNotContain(".", "..", "");
			assertThat(URI.create(sent.rawPath()).normalize().getRawPath()).isEqualTo(sent.rawPath());
			return true;
		});
	}

	@Test
	void variablesNeverLeaveTheirPlaceInThePath() {
		GatewayFilter filter = filter(this.none.withPath("/v1/{rest}"));
		Generator.forAll((generator) -> {
			String raw = generator.rawPath();
			GatewayRequest sent = send(filter, TransformRun.exchange(get("/orders/7"), Map.of("rest", raw)));
			if (sent == null) {
				return false;
			}
			assertThat(sent.rawPath()).startsWith("/v1/").endsWith(raw);
			String decoded = UriUtils.decode(sent.rawPath(), StandardCharsets.UTF_8);
			assertThat(decoded.chars().filter((character) -> character == '/'))
				.hasSize(StringUtils.countOccurrencesOf(sent.rawPath(), "/"));
			assertThat(decoded.split("/", -1)).doesNotContain(".", "..");
			assertThat(decoded).doesNotContain("\\").matches("[^\\p{Cntrl}]*");
			return true;
		});
	}

	@Test
	void valuesNeverAddAParameter() {
		GatewayFilter filter = filter(this.none.withQuery("c", "{header.A}"));
		Generator.forAll((generator) -> {
			String value = generator.value();
			String query = generator.rawQuery();
			GatewayRequest sent = send(filter, TransformRun.exchange(get("/orders/7", "A", value).withQuery(query)));
			assertThat(sent).isNotNull();
			List<String> others = Arrays.stream(query.split("&"))
				.filter((parameter) -> !parameter.isEmpty() && !name(parameter).equals("c"))
				.toList();
			String rawQuery = sent.rawQuery();
			assertThat(rawQuery).isNotNull();
			List<String> parameters = List.of(rawQuery.split("&", -1));
			assertThat(parameters).hasSize(others.size() + 1);
			assertThat(parameters.subList(0, others.size())).isEqualTo(others);
			assertThat(sent.queryValues("c")).containsExactly(withoutSurrogates(value));
			assertThat(rawQuery).matches("[!-~]*").doesNotContain("#");
			return true;
		});
	}

	@Test
	void noSpellingOfANameEscapesItsRemoval() {
		GatewayFilter filter = filter(this.none.withoutQuery("de bug"));
		Generator.forAll((generator) -> {
			String spelling = generator.encodeSome("de+bug").replace("%2b", "+").replace("%2B", "%20");
			String query = generator.rawQuery();
			GatewayRequest request = get("/orders/7").withQuery(query + "&" + spelling + "=1");
			GatewayRequest sent = send(filter, TransformRun.exchange(request));
			assertThat(sent).isNotNull();
			assertThat(sent.rawQuery()).isEqualTo(query);
			return true;
		});
	}

	@Test
	void valuesNeverAddAHeader() {
		GatewayFilter filter = filter(
				this.none.withHeader("X-A", "{header.A}").withAddedHeader("X-B", "a {query.b} {claim.c}"));
		Generator.forAll((generator) -> {
			GatewayExchange exchange = exchange(List.of(generator.value(), generator.value(), generator.value()));
			GatewayRequest sent = send(filter, exchange);
			if (sent == null) {
				return false;
			}
			assertThat(sent.headers().headerNames()).containsExactlyInAnyOrder("A", "X-A", "X-B");
			assertThat(sent.headers().get("X-A")).hasSize(1).allMatch((value) -> value.matches("[ -~\t]+"));
			assertThat(sent.headers().get("X-B")).hasSize(1).allMatch((value) -> value.matches("[ -~\t]+"));
			return true;
		});
	}

	@Test
	void redirectsNeverLeaveTheHost() {
		List<GatewayFilter> filters = List.of(redirect("/{rest}"), redirect("/new{rest}"), redirect("/{id}/{rest}"),
				redirect("https://shop.example/{rest}?q={header.A}"), redirect("/{header.A}"),
				redirect("https://shop.example/{rest}"));
		Generator.forAll((generator) -> {
			GatewayRequest request = get("/orders/7", "A", generator.value()).withQuery(generator.rawQuery());
			GatewayExchange exchange = TransformRun.exchange(request,
					Map.of("id", generator.rawPath(), "rest", generator.rawPath()));
			boolean passed = false;
			for (GatewayFilter filter : filters) {
				GatewayResponse response = answer(filter.filter(exchange, TransformRun::mustNotBeAsked));
				passed |= response != null;
				String location = (response != null) ? response.headers().getFirst(HttpHeaders.LOCATION) : "/";
				assertThat(location).isNotNull().matches("[!-~]+").doesNotContain("\\").doesNotStartWith("//");
				assertThat(URI.create("https://shop.example/orders/7").resolve(location).getHost())
					.isEqualTo("shop.example");
			}
			return passed;
		});
	}

	private static GatewayFilter filter(RequestTransform transform) {
		return TransformRun.filter(TransformPolicy.of(transform));
	}

	private static GatewayFilter redirect(String to) {
		Route route = Route.builder("old").path("/orders/{id}/**").answer(RedirectPolicy.of(to));
		GatewayFilter filter = new RedirectFeature().filterFor(route);
		assertThat(filter).isNotNull();
		return filter;
	}

	private static GatewayExchange exchange(List<String> values) {
		String query = "b=" + URLEncoder.encode(values.get(1), StandardCharsets.UTF_8);
		GatewayRequest request = get("/orders/7", "A", values.get(0)).withQuery(query);
		return TransformRun.exchange(request).withCaller(new Caller("ann", Map.of("c", values.get(2))));
	}

	private static GatewayRequest get(String path, String... headers) {
		return GatewayRequest.of(HttpMethod.GET, path).withHeaders((changed) -> TransformRun.add(changed, headers));
	}

	private static @Nullable GatewayRequest send(GatewayFilter filter, GatewayExchange exchange) {
		AtomicReference<@Nullable GatewayRequest> sent = new AtomicReference<>();
		answer(filter.filter(exchange, (changed) -> {
			sent.set(changed.request());
			return Mono.empty();
		}));
		return sent.get();
	}

	private static @Nullable GatewayResponse answer(Mono<GatewayResponse> response) {
		AtomicReference<@Nullable GatewayResponse> answer = new AtomicReference<>();
		StepVerifier.create(response.onErrorResume(BadRequestException.class, (ex) -> Mono.empty()))
			.thenConsumeWhile((value) -> true, answer::set)
			.expectComplete()
			.verify(TransformRun.PATIENCE);
		return answer.get();
	}

	private static String name(String parameter) {
		return URLDecoder.decode(parameter.substring(0, parameter.indexOf('=')), StandardCharsets.UTF_8);
	}

	private static String withoutSurrogates(String value) {
		return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}
