package io.embeddedgateway.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How tokens are remembered, and bound to their senders.
 */
class TokenProviderTests {

	private static final Route ROUTE = Route.builder("r").path("/**").toLocal();

	private final AtomicLong now = new AtomicLong(1_000_000);

	private final InstantSource time = () -> Instant.ofEpochMilli(this.now.get());

	private final TokenCache cache = new TokenCache(this.time.withZone(ZoneOffset.UTC), Schedulers.parallel());

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicBoolean valid = new AtomicBoolean(true);

	private String proof = "right";

	@Test
	void tokenIsVerifiedOnceWithinTheTimeThatItIsRemembered() {
		TokenProvider provider = provider(TokenBinding.NONE, Duration.ofSeconds(60), Map.of(), 3600);
		expectCaller(provider, bearer("a"));
		this.now.addAndGet(59_999);
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(1);
		this.now.addAndGet(1);
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void tokenThatIsOnlyLookedAtIsNotRemembered() {
		TokenProvider provider = provider(TokenBinding.NONE, Duration.ofSeconds(60), Map.of(), 3600);
		Credentials credentials = bearer("a");
		Credentials.lookAt(credentials.exchange());
		expectCaller(provider, credentials);
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void tokenIsNotRememberedLongerThanItIsValid() {
		TokenProvider provider = provider(TokenBinding.NONE, Duration.ofSeconds(60), Map.of(), 10);
		expectCaller(provider, bearer("a"));
		this.now.addAndGet(9_999);
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(1);
		this.now.addAndGet(1);
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void tokenIsForgottenWhenItIsNotValidAnyMore() {
		TokenProvider provider = provider(TokenBinding.NONE, Duration.ofSeconds(60), Map.of(), 3600);
		expectCaller(provider, bearer("a"));
		this.valid.set(false);
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void whatIsNotToBeRememberedIsVerifiedEachTime() {
		TokenProvider provider = provider(TokenBinding.NONE, Duration.ZERO, Map.of(), 3600);
		expectCaller(provider, bearer("a"));
		expectCaller(provider, bearer("a"));
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void allWhoBringTheSameTokenWaitForOneAnswer() {
		Sinks.One<VerifiedCaller> answer = Sinks.one();
		TokenProvider provider = new TokenProvider("p", null, (token) -> Mono.defer(() -> {
			this.asked.incrementAndGet();
			return answer.asMono();
		}), TokenBinding.NONE, Duration.ofSeconds(60), this.cache, List.of());
		StepVerifier.create(Flux.range(0, 1000).flatMap((i) -> provider.authenticate(bearer("a")), 1000).count())
			.then(() -> answer.tryEmitValue(caller(Map.of(), 60)))
			.expectNext(1000L)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void failureIsNotRemembered() {
		Mono<VerifiedCaller> answer = Mono.defer(() -> (this.asked.incrementAndGet() != 1)
				? Mono.just(caller(Map.of(), 60)) : Mono.error(new IllegalStateException()));
		TokenProvider provider = new TokenProvider("p", null, (token) -> answer, TokenBinding.NONE,
				Duration.ofSeconds(60), this.cache, List.of());
		StepVerifier.create(provider.authenticate(bearer("a"))).expectError().verify(Duration.ofSeconds(5));
		expectCaller(provider, bearer("a"));
	}

	@ParameterizedTest
	@CsvSource({ "NONE, , bearer, true", "NONE, jkt, dpop, true", "NONE, , dpop, false", "DPOP, , bearer, false",
			"DPOP, jkt, dpop, true", "DPOP, x5t#S256, bearer, false", "CERTIFICATE, x5t#S256, bearer, true",
			"CERTIFICATE, jkt, dpop, false", "ANY, , bearer, false", "ANY, jkt, dpop, true",
			"ANY, x5t#S256, bearer, true", "NONE, other, bearer, false" })
	void tokenHasToBeBoundAsTheProviderSays(TokenBinding binding, @Nullable String member, String scheme,
			boolean passes) {
		Map<String, Object> confirmation = (member != null) ? Map.of(member, "right") : Map.of();
		TokenProvider provider = provider(binding, Duration.ofSeconds(60), confirmation, 3600);
		// The second time it is remembered
		for (int i = 0; i < 2; i++) {
			Mono<VerifiedCaller> answer = Mono.defer(() -> provider.authenticate(credentials(scheme + " a")));
			if (passes) {
				StepVerifier.create(answer).expectNextCount(1).expectComplete().verify(Duration.ofSeconds(5));
			}
			else {
				StepVerifier.create(answer)
					.expectError(InvalidCredentialsException.class)
					.verify(Duration.ofSeconds(5));
			}
		}
	}

	@Test
	void proofIsCheckedWithEachRequest() {
		TokenProvider provider = provider(TokenBinding.NONE, Duration.ofSeconds(60), Map.of("jkt", "right"), 3600);
		expectCaller(provider, credentials("DPoP a"));
		this.proof = "wrong";
		StepVerifier.create(Mono.defer(() -> provider.authenticate(credentials("DPoP a"))))
			.expectError(InvalidCredentialsException.class)
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void verifierThatNeverAnswersIsNotWaitedForForEver() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		TokenCache tokens = new TokenCache(this.time.withZone(ZoneOffset.UTC), time);
		TokenProvider provider = new TokenProvider("p", null, (token) -> Mono.defer(() -> {
			this.asked.incrementAndGet();
			return Mono.never();
		}), TokenBinding.NONE, Duration.ofSeconds(60), tokens, List.of());
		StepVerifier.create(provider.authenticate(bearer("a")))
			.then(() -> time.advanceTimeBy(Duration.ofSeconds(11)))
			.expectError(TimeoutException.class)
			.verify(Duration.ofSeconds(5));
		StepVerifier.create(provider.authenticate(bearer("a")))
			.then(() -> time.advanceTimeBy(Duration.ofSeconds(11)))
			.expectError(TimeoutException.class)
			.verify(Duration.ofSeconds(5));
		assertThat(this.asked).hasValue(2);
		time.dispose();
	}

	@Test
	void providerVouchesForTheCallersOfItsVerifier() {
		TokenProvider provider = new TokenProvider("p", null,
				(token) -> Mono.just(new VerifiedCaller(Caller.named("ann"),
						new Credential(CredentialKind.TOKEN, "Authorization", token))),
				TokenBinding.NONE, Duration.ofSeconds(60), this.cache, List.of());
		StepVerifier.create(provider.authenticate(bearer("a")).map((caller) -> caller.caller().provider()))
			.expectNext("p")
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void issuerChoosesWhoChecksAToken() {
		TokenProvider provider = new TokenProvider("p", "https://id", (token) -> Mono.just(caller(Map.of(), 60)),
				TokenBinding.NONE, Duration.ofSeconds(60), this.cache, List.of());
		assertThat(provider.accepts(bearer(jwt("{\"iss\":\"https://id\"}")))).isTrue();
		for (String payload : List.of("{\"iss\":\"https://id/\"}", "{\"iss\":\"HTTPS://ID\"}", "{\"iss\":1}", "{}",
				"[]", "{", "{\"a\":{\"iss\":\"https://id\"}}", "{\"iss\":[\"https://id\"]}")) {
			assertThat(provider.accepts(bearer(jwt(payload)))).as(payload).isFalse();
		}
		assertThat(provider.accepts(bearer("opaque"))).isFalse();
		assertThat(provider.accepts(credentials("Basic " + jwt("{\"iss\":\"https://id\"}")))).isFalse();
	}

	@Test
	void whatIsVerifiedWithoutAWaitIsThereAtOnce() {
		TokenProvider provider = new TokenProvider("p", null, (token) -> Mono.just(caller(Map.of(), 60)),
				TokenBinding.NONE, Duration.ofSeconds(60), this.cache, List.of());
		assertThat(provider.authenticate(bearer("a"))).isInstanceOf(Fuseable.ScalarCallable.class);
		assertThat(provider.authenticate(bearer("a"))).isInstanceOf(Fuseable.ScalarCallable.class);
		TokenProvider other = new TokenProvider("q", null, (token) -> Mono.empty(), TokenBinding.NONE,
				Duration.ofSeconds(60), this.cache, List.of());
		assertThat(other.authenticate(bearer("b"))).isSameAs(Mono.empty());
	}

	private TokenProvider provider(TokenBinding binding, Duration remember, Map<String, Object> confirmation,
			long seconds) {
		return new TokenProvider("p", null, (token) -> Mono.fromSupplier(() -> {
			this.asked.incrementAndGet();
			return caller(confirmation, seconds);
		}), binding, remember, this.cache, List.of(constraint("jkt"), constraint("x5t#S256")));
	}

	private SenderConstraint constraint(String member) {
		return new SenderConstraint() {

			@Override
			public String confirmation() {
				return member;
			}

			@Override
			public void check(Credentials credentials, String expected) {
				if (!expected.equals(TokenProviderTests.this.proof)) {
					throw new InvalidCredentialsException("no proof");
				}
			}

		};
	}

	private VerifiedCaller caller(Map<String, Object> confirmation, long seconds) {
		this.valid.set(true);
		Caller caller = new Caller("p", "ann", null, Set.of(), Set.of(), Map.of());
		return new VerifiedCaller(caller, new Credential(CredentialKind.TOKEN, "Authorization", "a"), null,
				this.time.instant().plusSeconds(seconds), confirmation, this.valid::get);
	}

	private static void expectCaller(TokenProvider provider, Credentials credentials) {
		StepVerifier.create(provider.authenticate(credentials).map((caller) -> caller.caller().name()))
			.expectNext("ann")
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	private static Credentials bearer(String token) {
		return credentials("Bearer " + token);
	}

	private static Credentials credentials(String authorization) {
		return Credentials.of(GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/")
			.withHeaders((headers) -> headers.set("Authorization", authorization))));
	}

	private static String jwt(String payload) {
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
				+ ".c2ln";
	}

}
