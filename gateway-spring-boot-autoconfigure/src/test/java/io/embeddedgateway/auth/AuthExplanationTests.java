package io.embeddedgateway.auth;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.embeddedgateway.Caller;
import io.embeddedgateway.ExplainedFilter;
import io.embeddedgateway.FilterEffect;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of callers without anybody noticing.
 */
class AuthExplanationTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final AtomicReference<Credentials> seen = new AtomicReference<>();

	private final AuthFeature feature = new AuthFeature(List.of(new OneCaller()), true, (name) -> null, true,
			new OpenRoutes(), SOON, Schedulers.parallel());

	@Test
	void callerIsFoundOutAndNothingIsCountedOrUsed() {
		StepVerifier.create(explain("required", "Bearer good")).assertNext((effect) -> {
			assertThat(effect.next()).isNotNull();
			assertThat(effect.details()).containsEntry("requires", "required")
				.containsEntry("caller", "ann")
				.containsEntry("provider", "one");
		}).expectComplete().verify(SOON);
		assertThat(this.seen.get().areUsed()).isFalse();
		for (AuthOutcome outcome : AuthOutcome.values()) {
			assertThat(this.feature.counts().count("one", outcome)).isZero();
			assertThat(this.feature.counts().count(AuthCounts.NOBODY, outcome)).isZero();
		}
	}

	@Test
	void refusalsAreTheSameAsForRequests() {
		verify(explain("required", null), 401, "no credentials");
		verify(explain("required", "Bearer bad"), 401, "a bad token");
		verify(explain("scope:orders.write", "Bearer good"), 403, "caller 'ann' of 'one' may not use the route");
		verify(explain("required", "Bearer down"), 503, "could not find out");
	}

	@Test
	void whoeverAsksIsNotTheCaller() {
		StepVerifier
			.create(explain("required", null).contextWrite(ReactiveSecurityContextHolder
				.withAuthentication(new TestingAuthenticationToken("operator", "", "ROLE_ADMIN"))))
			.assertNext((effect) -> assertThat(effect.answer()).isNotNull())
			.expectComplete()
			.verify(SOON);
	}

	private static void verify(Mono<FilterEffect> explanation, int status, String reason) {
		StepVerifier.create(explanation).assertNext((effect) -> {
			assertThat(effect.answer()).isNotNull().satisfies((answer) -> assertThat(answer.value()).isEqualTo(status));
			assertThat(effect.details().get("reason")).asString().contains(reason);
		}).expectComplete().verify(SOON);
	}

	private Mono<FilterEffect> explain(String rule, String authorization) {
		Route route = Route.builder("r").path("/r").with(AuthPolicy.of(rule)).toUri("http://localhost:1");
		GatewayRequest request = GatewayRequest.of(HttpMethod.GET, "/r");
		GatewayRequest asked = (authorization != null)
				? request.withHeaders((headers) -> headers.set("Authorization", authorization)) : request;
		ExplainedFilter filter = (ExplainedFilter) this.feature.filterFor(route);
		assertThat(filter).isNotNull();
		return filter.explain(GatewayExchange.of(route, asked));
	}

	/**
	 * Knows one token.
	 */
	private final class OneCaller implements AuthProvider {

		@Override
		public String name() {
			return "one";
		}

		@Override
		public CredentialKind kind() {
			return CredentialKind.TOKEN;
		}

		@Override
		public List<Challenge> challenges() {
			return List.of(Challenge.of("Bearer"));
		}

		@Override
		public boolean accepts(Credentials credentials) {
			return credentials.isToken();
		}

		@Override
		public Mono<VerifiedCaller> authenticate(Credentials credentials) {
			AuthExplanationTests.this.seen.set(credentials);
			return switch (credentials.value()) {
				case "good" -> Mono.just(new VerifiedCaller(Caller.named("ann").withProvider("one"),
						new Credential(CredentialKind.TOKEN, "Authorization", "good")));
				case "bad" -> Mono.error(new InvalidCredentialsException("a bad token"));
				default -> Mono.error(new IllegalStateException("nobody is there"));
			};
		}

	}

}
