package io.embeddedgateway.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import io.embeddedgateway.Caller;
import io.embeddedgateway.GatewayExchange;
import io.embeddedgateway.GatewayRequest;
import io.embeddedgateway.Route;
import io.embeddedgateway.WireHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How credentials are read, whether headers are as they came or somebody has changed
 * them.
 */
class CredentialsTests {

	private static final Route ROUTE = Route.builder("r").path("/**").toLocal();

	@ParameterizedTest
	@EnumSource
	void schemeIsReadInAnyCase(Headers kind) {
		for (String header : List.of("Bearer a", "bearer a", "BEARER a", "Bearer   a", "Bearer a ")) {
			Credentials credentials = credentials(kind, header);
			assertThat(credentials.scheme()).as(header).isEqualTo(Credentials.BEARER);
			assertThat(credentials.value()).as(header).isEqualTo("a");
		}
		assertThat(credentials(kind, "Basic YTpi").scheme()).isEqualTo(Credentials.BASIC);
		assertThat(credentials(kind, "DPoP a").scheme()).isEqualTo(Credentials.DPOP);
		assertThat(credentials(kind, "Bearera").isToken()).isFalse();
		assertThat(credentials(kind, "Bearer").value()).isEmpty();
		assertThat(credentials(kind).scheme()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void secondHeaderIsRefused(Headers kind) {
		assertThatExceptionOfType(InvalidCredentialsException.class)
			.isThrownBy(() -> credentials(kind, "Bearer a", "Bearer a"))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(AuthError.INVALID_REQUEST));
	}

	@ParameterizedTest
	@EnumSource
	void rememberedCallerIsLookedUpOnce(Headers kind) {
		TokenCache cache = new TokenCache(Clock.systemUTC(), Schedulers.parallel());
		AtomicInteger lookUps = new AtomicInteger();
		VerifiedCaller caller = new VerifiedCaller(Caller.named("ann"),
				new Credential(CredentialKind.TOKEN, HttpHeaders.AUTHORIZATION, "a"), null, null, Map.of(),
				() -> lookUps.incrementAndGet() > 0);
		cache.put(TokenHash.of("a"), caller, Duration.ofHours(1));
		Credentials credentials = credentials(kind, "Bearer a");
		assertThat(credentials.known(cache)).isSameAs(caller);
		assertThat(credentials.known(cache)).isSameAs(caller);
		assertThat(lookUps).hasValue(1);
		assertThat(credentials.known(new TokenCache(Clock.systemUTC(), Schedulers.parallel()))).isNull();
	}

	private static Credentials credentials(Headers kind, String... values) {
		HttpHeaders headers = new HttpHeaders();
		DefaultHttpHeaders fields = new DefaultHttpHeaders();
		for (String value : values) {
			headers.add("authorization", value);
			fields.add("authorization", value);
		}
		return Credentials.of(GatewayExchange.of(ROUTE, new GatewayRequest(HttpMethod.GET, "/", null,
				(kind == Headers.AS_THEY_CAME) ? new WireHeaders(fields) : headers, Flux.empty())));
	}

	/**
	 * Where headers come from.
	 */
	private enum Headers {

		AS_THEY_CAME, CHANGED

	}

}
