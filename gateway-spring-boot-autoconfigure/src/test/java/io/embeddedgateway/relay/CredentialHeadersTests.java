package io.embeddedgateway.relay;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which headers with credentials a service does not get.
 */
class CredentialHeadersTests {

	private static final Set<String> KEYS = Set.of("X-Key");

	private static final Route ROUTE = Route.builder("r").path("/**").toLocal();

	@Test
	void tokensGoOnAndKeysDoNot() {
		HttpHeaders told = told(null, true, sent("Bearer t"), UnaryOperator.identity());
		assertThat(told.headerNames()).containsExactlyInAnyOrder("Authorization", "DPoP", "Accept");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YTpi", "basic YTpi", "BASIC  YTpi", " Basic YTpi", "Basic\tYTpi", "Basic" })
	void passwordsDoNotGoOnWhoeverVouchesForTheCaller(String authorization) {
		assertThat(told(null, true, sent(authorization), UnaryOperator.identity()).headerNames())
			.containsExactlyInAnyOrder("DPoP", "Accept");
		HttpHeaders ofApplication = told(null, false, sent(authorization),
				(exchange) -> exchange.withCaller(Caller.named("ann")));
		assertThat(ofApplication.headerNames()).containsExactlyInAnyOrder("DPoP", "Accept");
	}

	@Test
	void whereNobodyIsAskedTheServiceMayHaveALoginOfItsOwn() {
		assertThat(told(null, false, sent("Basic YTpi"), UnaryOperator.identity()).headerNames())
			.containsExactlyInAnyOrder("Authorization", "DPoP", "Accept");
	}

	@Test
	void otherSchemesAreNoPasswords() {
		assertThat(told(null, true, sent("Basically x"), UnaryOperator.identity()).getFirst("Authorization"))
			.isEqualTo("Basically x");
	}

	@ParameterizedTest
	@EnumSource(names = { "REMOVE", "EXCHANGE", "CLIENT_CREDENTIALS" })
	void nothingGoesOnWhereTheServiceGetsNothingOfTheCaller(TokenRelay token) {
		assertThat(told(token, true, sent("Bearer t"), UnaryOperator.identity()).headerNames())
			.containsExactly("Accept");
		assertThat(told(token, false, sent("Any t"), UnaryOperator.identity()).headerNames()).containsExactly("Accept");
	}

	@Test
	void everythingGoesOnWhereTheRouteSaysSo() {
		assertThat(told(TokenRelay.FORWARD, true, sent("Basic YTpi"), UnaryOperator.identity()).headerNames())
			.containsExactlyInAnyOrder("Authorization", "DPoP", "X-Key", "Accept");
	}

	@Test
	void whatTheRouteHasWrittenStays() {
		HttpHeaders replaced = told(TokenRelay.REMOVE, true, sent("Bearer t"),
				(exchange) -> written(exchange, "Own o"));
		assertThat(replaced.get("Authorization")).containsExactly("Own o");
		HttpHeaders password = told(null, true, sent("Basic YTpi"), (exchange) -> written(exchange, "Basic bzpv"));
		assertThat(password.get("Authorization")).containsExactly("Basic bzpv");
		HttpHeaders added = told(TokenRelay.REMOVE, true, sent("Bearer t"),
				(exchange) -> written(exchange, "Bearer t", "Own o"));
		assertThat(added.get("Authorization")).containsExactly("Own o");
		HttpHeaders beside = told(null, true, sent("Bearer t"), (exchange) -> written(exchange, "Basic bzpv"));
		assertThat(beside.get("Authorization")).containsExactly("Basic bzpv");
	}

	@Test
	void whatAnotherRouteHasWrittenIsNotWhatTheClientHasSent() {
		HttpHeaders told = told(TokenRelay.REMOVE, true, sent("Bearer t"),
				(exchange) -> written(exchange, "Own o").onRoute(ROUTE));
		assertThat(told.get("Authorization")).containsExactly("Own o");
	}

	private static GatewayExchange sent(String authorization) {
		return GatewayExchange.of(ROUTE, GatewayRequest.of(HttpMethod.GET, "/").withHeaders((headers) -> {
			headers.set("Authorization", authorization);
			headers.set("DPoP", "proof");
			headers.set("X-Key", "k");
			headers.set("Accept", "*/*");
		}));
	}

	private static GatewayExchange written(GatewayExchange exchange, String... values) {
		return exchange
			.withRequest(exchange.request().withHeaders((headers) -> headers.put("Authorization", List.of(values))));
	}

	private static HttpHeaders told(@Nullable TokenRelay token, boolean asks, GatewayExchange exchange,
			UnaryOperator<GatewayExchange> route) {
		return removed(token, asks, route.apply(exchange));
	}

	private static HttpHeaders removed(@Nullable TokenRelay token, boolean asks, GatewayExchange exchange) {
		List<String> withheld = new CredentialHeaders(token, KEYS, asks).withheld(exchange);
		return exchange.request()
			.withHeaders((headers) -> CredentialHeaders.remove(withheld, headers, exchange))
			.headers();
	}

}
