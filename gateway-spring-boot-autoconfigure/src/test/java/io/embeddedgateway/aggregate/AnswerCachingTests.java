package io.embeddedgateway.aggregate;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

import io.embeddedgateway.GatewayRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the headers of answers say about those for whom they are.
 */
class AnswerCachingTests {

	private final AnsweringServices services = new AnsweringServices().with("s",
			(exchange) -> Mono.just(AnsweringServices.response(HttpStatus.OK, "{\"x\":1}")
				.withHeaders((headers) -> headers.setCacheControl("public, max-age=60"))));

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			{id}                           | public, max-age=60  | none
			{query.page}                   | public, max-age=60  | none
			{header.X-Tenant}              | public, max-age=60  | X-Tenant
			{header.X-Tenant}{header.x-tenant}{header.X-A} | public, max-age=60  | X-Tenant, X-A
			{header.a b}                   | public, max-age=60  | *
			{header.authorization}         | private, max-age=60 | authorization
			{header.Cookie}                | private, max-age=60 | Cookie
			{cookie.theme}                 | private, max-age=60 | none
			{claim.tenant}                 | private, max-age=60 | none
			{principal}                    | private, max-age=60 | none
			{client-ip}                    | private, max-age=60 | none
			{body.x}                       | no-store            | none
			{principal}{header.X-A}        | private, max-age=60 | X-A
			""")
	void answerIsForThoseOnWhomItDepends(String template, String cacheControl, @Nullable String vary) {
		assertHeaders((policy) -> policy.part("s", (part) -> part.service("s").path("/s").query("q", template)),
				cacheControl, vary);
		assertHeaders((policy) -> policy.part("s", (part) -> part.service("s").path("/s").header("X-Q", template)),
				cacheControl, vary);
		assertHeaders(
				(policy) -> policy.part("s",
						(part) -> part.service("s").method(HttpMethod.POST).path("/s").body(Map.of("q", template))),
				cacheControl, vary);
		assertHeaders((policy) -> policy.part("s", (part) -> part.service("s").path("/s"))
			.answer(new AnswerPolicy(JsonTemplate.of(Map.of("q", template, "s", "{s}")), ConflictRule.ERROR, null,
					false, false, null)),
				cacheControl, vary);
	}

	@Test
	void conditionAndPathCountAsWell() {
		assertHeaders(
				(policy) -> policy.part("s",
						(part) -> part.service("s").path("/s").when(Condition.noneOf("{header.X-Beta}", Set.of("1")))),
				"public, max-age=60", "X-Beta");
		assertHeaders((policy) -> policy.part("s", (part) -> part.service("s").path("/s"))
			.part("t", (part) -> part.service("s").path("/{claim.tenant}").optional(null)), "no-store", null);
	}

	@Test
	void whatBeansMakeIsForOneAndChecked() {
		assertHeaders((policy) -> policy.part("s", (part) -> part.service("s").path("/s"))
			.part("b", (part) -> part.bean("b", (exchange) -> Mono.just(JsonNodeFactory.instance.objectNode()))),
				"private, no-cache", null);
		assertHeaders((policy) -> policy.part("s", (part) -> part.service("s").path("/s"))
			.answer(new AnswerPolicy(null, ConflictRule.ERROR, null, false, false,
					(exchange, answer) -> Mono.just(answer))),
				"private, no-cache", null);
	}

	private void assertHeaders(UnaryOperator<AggregatePolicyBuilder> policy, String cacheControl,
			@Nullable String vary) {
		HttpHeaders headers = AnsweringServices
			.ended(this.services.answer(policy.apply(AggregatePolicy.builder()).build(),
					GatewayRequest.of(HttpMethod.GET, "/page/7")))
			.headers();
		assertThat(headers.getCacheControl()).isEqualTo(cacheControl);
		assertThat(headers.getFirst(HttpHeaders.VARY)).isEqualTo(vary);
	}

}
