package io.embeddedgateway.auth;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which provider checks the credentials of a request.
 */
class RouteProvidersTests {

	private static final Route ROUTE = Route.builder("r").path("/**").toLocal();

	private final TokenCache cache = new TokenCache(Clock.systemUTC(), Schedulers.parallel());

	private final AuthProvider issued = provider("issued", "https://id", "a");

	private final AuthProvider first = provider("first", null, "x");

	private final AuthProvider second = provider("second", null, "y");

	@Test
	void tokenOfAKnownIssuerIsShownToNobodyElse() {
		RouteProviders route = new RouteProviders(List.of(this.first), List.of(this.issued, this.first));
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> route.authenticate(credentials(jwt("https://id"))))
			.withMessageContaining("issuer whose callers may not come here");
		expectProvider(new RouteProviders(List.of(provider("any", null, jwt("https://other"))), List.of(this.issued)),
				jwt("https://other"), "any");
	}

	@Test
	void tokenThatOneDoesNotKnowMayBeKnownToTheNext() {
		RouteProviders route = new RouteProviders(List.of(this.first, this.second),
				List.of(this.first, this.second, this.issued));
		expectProvider(route, "x", "first");
		expectProvider(route, "y", "second");
		StepVerifier.create(route.authenticate(credentials("z")))
			.expectError(InvalidCredentialsException.class)
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void whoBringsNothingIsNobody() {
		RouteProviders route = new RouteProviders(List.of(this.first), List.of(this.first));
		StepVerifier.create(route.authenticate(Credentials.of(exchange())))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
		assertThat(new RouteProviders(List.of(), List.of()).challenges()).containsExactly("Bearer");
	}

	@Test
	void namesOfProvidersAreTheirOwn() {
		assertThatIllegalArgumentException().isThrownBy(() -> feature(this.first, provider("first", null, "b")))
			.withMessageContaining("There are two providers called 'first'");
		assertThatIllegalArgumentException().isThrownBy(() -> feature(provider(Caller.APPLICATION, null, "b")))
			.withMessageContaining("stands for the application itself");
	}

	@Test
	void routesAreClosedWhereThereOughtToBeProviders() {
		AuthFeature feature = new AuthFeature(List.of(), true, (name) -> null, false, new OpenRoutes(),
				Duration.ofSeconds(1), Schedulers.parallel());
		assertThatIllegalArgumentException().isThrownBy(() -> feature.filterFor(ROUTE))
			.withMessageContaining("nobody can say who is calling");
	}

	private static void feature(AuthProvider... providers) {
		new AuthFeature(List.of(providers), false, (name) -> null, false, new OpenRoutes(), Duration.ofSeconds(1),
				Schedulers.parallel());
	}

	private AuthProvider provider(String name, String issuer, String known) {
		return new TokenProvider(name, issuer,
				(token) -> token.equals(known) ? Mono.just(caller(name, token)) : Mono.empty(), TokenBinding.NONE,
				Duration.ZERO, this.cache, List.of());
	}

	private static VerifiedCaller caller(String provider, String token) {
		return new VerifiedCaller(new Caller(provider, "ann", null, Set.of(), Set.of(), Map.of()),
				new Credential(CredentialKind.TOKEN, "Authorization", token));
	}

	private static void expectProvider(RouteProviders route, String token, String provider) {
		StepVerifier.create(route.authenticate(credentials(token)).map((caller) -> caller.caller().provider()))
			.expectNext(provider)
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	private static GatewayExchange exchange() {
		return GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/"));
	}

	private static Credentials credentials(String token) {
		GatewayExchange exchange = exchange();
		return Credentials
			.of(exchange.withRequest(exchange.request().withHeaders((headers) -> headers.setBearerAuth(token))));
	}

	private static String jwt(String issuer) {
		String payload = "{\"iss\":\"" + issuer + "\"}";
		return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
				+ ".c2ln";
	}

}
